"""Dated rules of sponsorship, and the answers that they give.

`answer` takes a case and gives the answer with its rules and sources, as a document that can be written as JSON (`as_json`);
`evaluate` gives the same as Python objects. Neither needs Django or a database.
"""

from irhub.rulebook.asking import answer
from irhub.rulebook.documents import as_json
from irhub.rulebook.engine import evaluate

__all__ = ["answer", "as_json", "evaluate"]
