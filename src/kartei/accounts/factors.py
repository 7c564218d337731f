"""Second factors of a user: an authenticator app, passkeys, and codes for the day when these are lost."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.flows import generate_recovery_codes
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from allauth.mfa.totp.internal.flows import activate_totp, deactivate_totp
from allauth.mfa.webauthn.internal.flows import add_authenticator, remove_authenticator, rename_authenticator
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kartei.accounts.logins import end_logins
from kartei.accounts.models import User
from kartei.accounts.secrets import open_factor, seal_factor
from kartei.accounts.sessions import key_of
from kartei.lib.envelope import KeyMissing, SealBroken

APP, PASSKEY, CODES = Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN, Authenticator.Type.RECOVERY_CODES
_SHOWN_ONCE = "shows_recovery_codes"  # key of the session: the codes were just made


@dataclass(frozen=True)
class Factors:
    """What a user has, for „Mein Profil“."""

    app: Any
    passkeys: list[Any]
    codes_left: int | None  # None: there are none, since there is no other factor

    @property
    def are_there(self) -> bool:
        return bool(self.app or self.passkeys)


def factors_of(user: User) -> Factors:
    found = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    app = next((factor for factor in found if factor.type == APP), None)
    codes = next((factor for factor in found if factor.type == CODES), None)
    passkeys = [factor for factor in found if factor.type == PASSKEY]
    return Factors(app, passkeys, len(codes.wrap().get_unused_codes()) if codes else None)


def has_factor(user_id: UUID | None) -> bool:
    """Whether a password alone does not let the user in."""
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=[APP, PASSKEY]).exists())


def may_add(user: User) -> bool:
    """Not before every address is confirmed: else a stranger could lock out the owner of an address."""
    try:
        validate_can_add_authenticator(user)
    except ValidationError:
        return False
    return True


def passkey_of(user: User, public_id: str) -> Any:
    """A user's own passkey by the random id that its device gave it, or None."""
    return Authenticator.objects.filter(user=user, type=PASSKEY, data__credential__id=public_id).first()


def pending_secret(request: HttpRequest, *, is_new: bool) -> str:
    """The secret of an app being set up; it waits in the session, sealed, until a code proves that the app has it."""
    if not is_new and (sealed := request.session.get(SECRET_SESSION_KEY)):
        with suppress(KeyMissing, SealBroken):  # its key was retired meanwhile: begin anew
            return open_factor(sealed)
    secret = str(generate_totp_secret())
    request.session[SECRET_SESSION_KEY] = seal_factor(secret)
    return secret


def add_app(request: HttpRequest, form: Any) -> None:
    """Store the secret of a `forms.AppForm` whose code was right. Raises ReauthenticationRequired."""
    app, codes = activate_totp(request, form)
    app.wrap().validate_code(form.cleaned_data["code"])  # which spends it
    _settle(request, has_new_codes=codes is not None)


def remove_app(request: HttpRequest) -> None:
    app = Authenticator.objects.filter(user=request.user, type=APP).first()
    if app is not None:
        deactivate_totp(request, app)
        _settle(request)


def add_passkey(request: HttpRequest, name: str, credential: dict[str, Any]) -> None:
    _, codes = add_authenticator(request, name=name, credential=credential)
    _settle(request, has_new_codes=codes is not None)


def rename_passkey(request: HttpRequest, passkey: Any, name: str) -> None:
    rename_authenticator(request, passkey, name)


def remove_passkey(request: HttpRequest, passkey: Any) -> None:
    remove_authenticator(request, passkey)
    _settle(request)


def renew_codes(request: HttpRequest) -> None:
    """Ten new recovery codes; those from before are worth nothing any more."""
    generate_recovery_codes(request)
    _settle(request, has_new_codes=True)


def codes_to_show(request: HttpRequest) -> list[str]:
    """The ten codes, at the first opening of their page after they were made; nothing later."""
    codes = Authenticator.objects.filter(user=request.user, type=CODES).first()
    if not request.session.pop(_SHOWN_ONCE, False) or codes is None:
        return []
    shown: list[str] = codes.wrap().get_unused_codes()
    return shown


def remove_all(user: User) -> bool:
    """Passkeys, app and recovery codes; False when there are none."""
    count, _ = Authenticator.objects.filter(user=user).delete()
    return bool(count)


def _settle(request: HttpRequest, *, has_new_codes: bool = False) -> None:
    """Whoever else was logged in with what counted until now has to show the new factor."""
    end_logins(request.user, but=key_of(request))  # type: ignore[arg-type]
    if has_new_codes:
        request.session[_SHOWN_ONCE] = True


def has_codes_to_show(request: HttpRequest) -> bool:
    return bool(request.session.get(_SHOWN_ONCE))
