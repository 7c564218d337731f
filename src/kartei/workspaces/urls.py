"""All addresses outside of a workspace that lead into one. „accounts“ ends here, since „/“ needs memberships."""

from django.urls import include, path, re_path

from kartei.accounts import urls as accounts
from kartei.workspaces.views import address, entry, factors, logins, profile

workspaces = [
    path("setup/", entry.setup, name="setup"),
    path("signup/client/", entry.signup_client, name="signup-client"),
    path("signup/currency/", entry.currency, name="currency"),
]

own = [
    path("", entry.home, name="home"),
    path("profile/", profile.profile, name="profile"),
    path("profile/name/", profile.name, name="name"),
    path("profile/mails/", profile.mails, name="mails"),
    path("profile/password/", profile.password, name="password"),
    path("profile/second-factor/", factors.duty, name="factor-duty"),
    path("profile/address/", address.wish, name="address"),
    path("profile/address/end/", address.call_off, name="address-end"),
    re_path(
        r"^profile/address/confirmation/(?P<token>[-_0-9A-Za-z]{1,100})/$",
        address.confirmation,
        name="address-confirmation",
    ),
    path("profile/logins/end/", logins.end_all_others, name="logins-end"),
    path("profile/logins/<uuid:login_id>/end/", logins.end, name="login-end"),
]

PASSKEY = r"profile/passkeys/(?P<passkey>[-\w]{1,400})/"  # the id that the device has given it

second_factors = [  # under the names that allauth asks for
    path("profile/app/", factors.app, name="mfa_activate_totp"),
    path("profile/app/removal/", factors.app_removal, name="mfa_deactivate_totp"),
    path("profile/recovery-codes/", factors.codes, name="mfa_view_recovery_codes"),
    path("profile/recovery-codes/renewal/", factors.codes_renewal, name="mfa_generate_recovery_codes"),
    path("profile/passkeys/new/", factors.passkey_new, name="mfa_add_webauthn"),
    path("profile/passkeys/new/options/", factors.passkey_options, name="new_passkey_options"),
    re_path(f"^{PASSKEY}$", factors.passkey, name="mfa_edit_webauthn"),
    re_path(f"^{PASSKEY}removal/$", factors.passkey_removal, name="mfa_remove_webauthn"),
]

urlpatterns = [
    path("", include(([*own, *accounts.switches], "accounts"))),
    path("", include((workspaces, "workspaces"))),
    path("signup/", entry.signup_choice, name="account_signup"),
    path("signup/practice/", entry.signup_practice, name="account_signup_practice"),
    *accounts.allauth,
    *second_factors,
]
