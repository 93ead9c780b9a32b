"""What the tests of this room share."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories import PersonFactory, signed_in


@pytest.fixture
def operator(db) -> Client:
    """A system administrator, signed in."""
    chief = PersonFactory(email="chief@example.org", is_system_administrator=True)
    return signed_in(chief)
