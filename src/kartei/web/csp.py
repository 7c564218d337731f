"""Content Security Policy, and the headers that Django has no setting for."""

import secrets
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

POLICY = (
    "default-src 'none'; script-src 'self'{nonce}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
YEAR = 365 * 24 * 60 * 60  # seconds
PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class ContentSecurityPolicy:
    """Outermost middleware. `request.csp_nonce` is made only when a template asks for it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        made: list[str] = []

        def nonce() -> str:
            if not made:
                made.append(secrets.token_urlsafe(16))
            return made[0]

        request.csp_nonce = SimpleLazyObject(nonce)  # type: ignore[attr-defined]
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", POLICY.format(nonce=f" 'nonce-{made[0]}'" if made else ""))
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        if settings.IS_HTTPS:  # Django sends it only where it sees TLS itself, which ends at the proxy
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}; includeSubDomains")
        headers.setdefault("Cache-Control", "no-store")  # no record stays in a browser; built files bring theirs
        return response
