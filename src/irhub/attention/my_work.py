"""What of this room waits for people: see casework/work.py."""

from __future__ import annotations

from irhub.casework.work import Waiting

WAITING = (Waiting("challenges", "Challenges and replies that wait for an answer"),)
