"""What the tests of this room share."""

from __future__ import annotations

import pytest
from django.test import Client

from irhub.accounts.models import Person
from tests.accounts.people import person, signed_in


@pytest.fixture
def operator(db) -> Client:
    """A system administrator, signed in."""
    chief = person("chief@example.org")
    Person.objects.filter(pk=chief.pk).update(is_system_administrator=True)
    return signed_in(chief)
