"""Refusals and addresses. `AddressMiddleware` stands outside the scope, `RefusalMiddleware` inside it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from kartei.accounts.models import User
from kartei.audit.recording import address, record, record_instance

Next = Callable[[HttpRequest], HttpResponse]
REFUSED = {403, 404}


class AddressMiddleware:
    """Knows where a request comes from, and writes attempts at foreign workspaces into the instance's log."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = address.set(request.META.get("REMOTE_ADDR", ""))
        try:
            response = self.get_response(request)
            if _is_foreign(request, response):
                record_instance(
                    "workspace.refusal", by=_user(request), path=_path(request), status=response.status_code
                )
            return response
        finally:
            address.reset(token)


class RefusalMiddleware:
    """Records what a member was refused; the view's own transaction has been rolled back by then."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        member = getattr(request, "member", None)
        if member is not None and response.status_code in REFUSED:
            record("page.refusal", by=member, path=_path(request), status=response.status_code)
        return response


def _path(request: HttpRequest) -> str:
    """The beginning of the path; jsonb holds no NUL."""
    return request.path[:200].replace("\0", "\ufffd")


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _is_foreign(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        response.status_code in REFUSED
        and request.path_info.startswith("/w/")
        and not hasattr(request, "member")
        and request.user.is_authenticated
    )
