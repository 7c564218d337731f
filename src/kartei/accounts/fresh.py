"""A fresh login: sensitive acts ask for password, code or passkey again when these were given a while ago."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.http import HttpRequest, HttpResponse


def is_fresh(request: HttpRequest) -> bool:
    """Whether whoever sits there has shown within the last five minutes that it is them."""
    shown = get_authentication_records(request, request.user) if request.user.is_authenticated else []
    return bool(shown) and time.time() - shown[-1]["at"] < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def freshly(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view for fresh logins. Others are led to the confirmation and back; a form that was sent is kept meanwhile."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_fresh(request):
            raise ReauthenticationRequired  # allauth's middleware keeps the form and leads the way
        return view(request, *args, **kwargs)

    return guarded
