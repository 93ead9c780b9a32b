"""Who uploads lists in the tests of this room."""

from __future__ import annotations

import pytest

from irhub.accounts.models import Membership
from irhub.accounts.roles import Role
from tests.factories import BodyFactory, MembershipFactory
from tests.loaded import load_fictional


@pytest.fixture
def officer(db, data_folder) -> Membership:
    load_fictional(data_folder)
    return MembershipFactory(person__email="officer@example.org", body=BodyFactory(), role=Role.VIEWER)
