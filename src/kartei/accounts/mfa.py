"""What django-allauth asks us about second factors: their words, their QR code, for which site a passkey is."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.accounts.models import User
from kartei.accounts.secrets import open_factor, seal_factor

SITE = "Kartei"


class Adapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no stubs
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not valid, or not any more. Please try once again."),
        "unverified_email": gettext_lazy("Please confirm your e-mail address first."),
    }

    def get_totp_issuer(self) -> str:
        return SITE

    def build_totp_svg(self, url: str) -> str:
        """An `svg` element, black on white in both themes: not every camera reads the reverse."""
        code = segno.make(url, error="m", micro=False)
        return str(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None))

    def encrypt(self, text: str) -> str:
        return seal_factor(text)

    def decrypt(self, encrypted_text: str) -> str:
        return open_factor(encrypted_text)

    def generate_authenticator_name(self, user: User, type: Any) -> str:  # noqa: A002  # allauth's word
        return _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site that passkeys are bound to: from KARTEI_URL, never from the Host header of a request."""
        return {"id": urlsplit(settings.KARTEI_URL).hostname or "localhost", "name": SITE}
