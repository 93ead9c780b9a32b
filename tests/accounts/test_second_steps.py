"""Secrets of second steps cannot be read in the database, and outlive a change of the installation's key."""

from __future__ import annotations

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.exceptions import ValidationError
from django.test import override_settings

from irhub.accounts import second_steps
from irhub.accounts.models import AuditEvent
from irhub.web.errors import ActionRefused
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"
OLD, NEW = "an old key " * 6, "a new key " * 6


def code() -> str:
    """What an app that has the secret shows now."""
    return format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time())))


def held(kind: str) -> Authenticator:
    return Authenticator.objects.get(type=kind)


@pytest.fixture
def steps() -> None:
    """Somebody's app and recovery codes, set up under a key of old."""
    person = PersonFactory(second_step=False)
    with override_settings(SECRET_KEY=OLD):
        TOTP.activate(person, SECRET)
        RecoveryCodes.activate(person)


def secret() -> str:
    """What the hub reads of the app's secret."""
    return str(get_adapter().decrypt(held("totp").data["secret"]))


def test_neither_secret_nor_seed_can_be_read_in_the_database(steps):
    with override_settings(SECRET_KEY=OLD):
        assert SECRET not in str(held("totp").data)
        assert TOTP(held("totp")).validate_code(code())
        before = RecoveryCodes(held("recovery_codes")).generate_codes()
        assert len(set(before)) == 10
    assert held("recovery_codes").data["seed"].startswith("gAAAA")


def test_second_steps_outlive_a_change_of_the_key_and_then_need_the_old_one_no_longer(steps):
    with override_settings(SECRET_KEY=OLD):
        codes = RecoveryCodes(held("recovery_codes")).generate_codes()
    with override_settings(SECRET_KEY=NEW, SECRET_KEY_FALLBACKS=[OLD]):
        assert secret() == SECRET
        assert second_steps.renew() == 2
    with override_settings(SECRET_KEY=NEW):
        assert RecoveryCodes(held("recovery_codes")).generate_codes() == codes
        assert TOTP(held("totp")).validate_code(code())


def test_who_lost_a_second_step_sets_up_a_new_one_after_an_operator_took_it_away(steps):
    second_steps.forget("PAT@example.org", by="operator")
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.get(what="took a second step away").who == "operator"
    with pytest.raises(ActionRefused, match="Nobody signs in as"):
        second_steps.forget("nobody@example.org", by="operator")


def test_under_another_key_a_second_step_does_not_work_and_says_why(steps):
    with override_settings(SECRET_KEY=NEW):
        with pytest.raises(ValidationError, match="another key of the hub"):
            TOTP(held("totp")).validate_code(code())
        assert second_steps.renew() == 0  # what cannot be opened stays for the key that opens it
    with override_settings(SECRET_KEY=OLD):
        assert secret() == SECRET
