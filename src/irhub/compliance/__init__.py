"""A provider's own check of how it sponsors people: questions, what would matter at a visit, and what it does about it. Nobody outside it reads any."""
