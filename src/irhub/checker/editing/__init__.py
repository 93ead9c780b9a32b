"""Changes of the rules by people: a form makes a draft, a draft a proposal, and a second person approves it."""
