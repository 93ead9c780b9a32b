"""What contract lists hold about people: who handed them in and decided. See web/held_tables.py."""

from __future__ import annotations

from irhub.contracts.models import ContractFile, ContractLine, ContractList
from irhub.web.held_tables import Held

HELD = (
    Held(ContractFile, ("name", "kept_at"), emails=("kept_by",)),
    Held(ContractList, ("file_name", "uploaded_at", "taken_back_at"), emails=("uploaded_by",)),
    Held(ContractLine, ("decided_at",), emails=("decided_by",)),
)
