"""The addresses of sign-in, one's own account, a body's people and the audit trail.

Only those of allauth's pages are here that the hub uses; people come by invitation, so there is no signing up.
"""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.usersessions import views as sessions
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from irhub.accounts import identity
from irhub.accounts.views import absences, advice, audit, bodies, demo, messages, people, providers
from irhub.accounts.views import account as own


class Letters(StringConverter):
    """Letters and figures without a dash: the person's part of a link that ends in "person-key"."""

    regex = "[0-9A-Za-z]+"


register_converter(Letters, "letters")

urlpatterns = [
    path("account/sign-in/", account.login, name="account_login"),
    path("account/demo/", demo.people, name="demo-people"),
    path("account/demo/<int:number>/", demo.sign_in, name="demo-sign-in"),
    path("account/sign-up/", account.signup, name="account_signup"),
    path("account/sign-out/", account.logout, name="account_logout"),
    path("account/closed/", account.account_inactive, name="account_inactive"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/password/forgotten/", account.password_reset, name="account_reset_password"),
    path("account/password/forgotten/sent/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "account/password/new/<letters:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "account/password/new/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("account/confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("account/second-step/", mfa.index, name="mfa_index"),
    path("account/second-step/sign-in/", mfa.authenticate, name="mfa_authenticate"),
    path("account/second-step/confirm/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("account/second-step/app/", totp.activate_totp, name="mfa_activate_totp"),
    path("account/second-step/app/remove/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("account/second-step/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("account/second-step/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("account/second-step/codes/file/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("account/sign-in/passkey/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("account/second-step/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("account/second-step/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("account/second-step/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("account/second-step/passkeys/confirm/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("account/sign-in/with/<str:provider_id>/", identity.sign_in, name="openid_connect_login"),
    path("account/sign-in/with/<str:provider_id>/done/", identity.come_back, name="openid_connect_callback"),
    path("account/devices/", sessions.list_usersessions, name="usersessions_list"),
    path("account/", own.me, name="me"),
    path("account/messages/", messages.what_we_write, name="what-we-write"),
    path("account/messages/stop/<str:token>/", messages.stop, name="stop-mail"),
    path("account/away/", absences.away, name="away"),
    path("account/away/<int:number>/take-back/", absences.take_back, name="away-take-back"),
    path("account/away/colleagues/", absences.colleagues, name="colleagues-away"),
    path("account/away/colleagues/<int:number>/", absences.colleague, name="colleague-away"),
    path("account/away/colleagues/<int:number>/back/", absences.colleague_back, name="colleague-back"),
    path("account/role/", own.choose_role, name="choose-role"),
    path("account/sent-before/", own.sent_before, name="sent-before"),
    path("account/purpose/", own.purpose, name="purpose"),
    path("invitations/<str:secret>/", own.invitation, name="invitation"),
    path("people/", people.people, name="people"),
    path("people/invite/", people.invite, name="people-invite"),
    path("people/invitations/", people.invited, name="people-invited"),
    path("people/invitations/<int:number>/withdraw/", people.withdraw, name="people-withdraw"),
    path("people/roles/<int:number>/end/", people.end, name="people-end"),
    path("people/advice/", advice.registrations, name="people-advice"),
    path("people/advice/<int:number>/end/", advice.end, name="people-advice-end"),
    path("bodies/", bodies.body_list, name="bodies"),
    path("bodies/<int:number>/", bodies.body, name="body"),
    path("bodies/<int:number>/rename/", bodies.rename, name="body-rename"),
    path("bodies/<int:number>/close/", bodies.close, name="body-close"),
    path("bodies/<int:number>/invite/", bodies.invite, name="body-invite"),
    path("people/providers/", providers.requests, name="provider-requests"),
    path("people/providers/<int:number>/approve/", providers.approve, name="provider-approve"),
    path("people/providers/<int:number>/refuse/", providers.refuse, name="provider-refuse"),
    path("audit/", audit.audit, name="audit"),
    path("audit/person/", audit.subject_access, name="subject-access"),
]
