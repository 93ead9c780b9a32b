"""Who is who: sponsors joined to CQC providers, with a probability and reasons. Start reading at linker.py."""

from irhub.linkage.linker import ACCEPTED, NOT_LINKED, REVIEW, State, link, relink, start

__all__ = ["ACCEPTED", "NOT_LINKED", "REVIEW", "State", "link", "relink", "start"]
