"""Words that stand instead of an answer, for who stores or looks for them without reading a questionnaire."""

UNKNOWN = "unknown"
"""The answer of a person who does not know."""
NOT_APPLICABLE = "not_applicable"
"""What stands in conditions and addresses for the answer that a question does not apply."""
