"""Who uploads lists in the tests of this room."""

from __future__ import annotations

import pytest

from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from tests.factories import BodyFactory, MembershipFactory
from tests.held import held as held


@pytest.fixture
def officer(held, db) -> Membership:
    return MembershipFactory(person__email="officer@example.org", body=BodyFactory(), role=Role.VIEWER)
