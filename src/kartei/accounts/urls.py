"""allauth's addresses that we want, under names of ours; those that are missing here are not reachable."""

from django.urls import path, re_path

from kartei.accounts import factor_views, preferences, state, views

allauth = [
    path("login/", views.login, name="account_login"),
    path("login/code/", factor_views.code, name="mfa_authenticate"),
    path("login/code/passkey/", factor_views.factor_options, name="factor_options"),
    path("login/passkey/", factor_views.passkey_login, name="mfa_login_webauthn"),
    path("login/passkey/options/", factor_views.passkey_options, name="passkey_options"),
    path("confirmation/", factor_views.confirm, name="account_reauthenticate"),
    path("confirmation/passkey/", factor_views.confirm_options, name="confirm_options"),
    path("logout/", views.logout, name="account_logout"),
    path("login/inactive/", views.inactive, name="account_inactive"),
    path("email/confirmation/", views.check_mail, name="account_email_verification_sent"),
    path("email/confirmation/resending/", views.send_again, name="account_resend"),
    re_path(r"^email/confirmation/(?P<key>[-:\w]{1,500})/$", views.confirm_email, name="account_confirm_email"),
    path("password/reset/", views.password_reset, name="account_reset_password"),
    path("password/reset/sent/", views.password_reset_sent, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]{1,64})-(?P<key>[-0-9A-Za-z]{1,200})/$",
        views.new_password,
        name="account_reset_password_from_key",
    ),
    path("password/reset/done/", views.new_password_done, name="account_reset_password_from_key_done"),
]

switches = [
    path("login/state/", state.login_state, name="login-state"),
    path("language/", preferences.language, name="language"),
    path("theme/", preferences.theme, name="theme"),
    path("shortcuts/", preferences.shortcuts, name="shortcuts"),
]
