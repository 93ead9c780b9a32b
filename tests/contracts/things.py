"""What the test of access puts into the addresses of this room."""

from __future__ import annotations

from tests.factories import ContractLineFactory
from tests.owners import Makes, number

THINGS: Makes = {"my-providers-line": lambda owner: number(ContractLineFactory(contract_list__body=owner.body))}
