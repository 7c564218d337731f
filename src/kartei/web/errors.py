"""Error pages in the look: what happened, what was kept, what to do."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from kartei.web.responses import LOOK, refusal


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; but 503 where Django took a session that could not be written for one that had ended."""
    return unavailable(request) if _is_from_database_away(exception) else refusal(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return refusal(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: a form without the right token, most often one that lay open over a new login."""
    response = refusal(request, 403, _("This form has expired. Please load the page again and send it once more."))
    response.headers[LOOK] = "look"  # the page gets the present token and sends the form once more
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same bytes for what is not there and for what is not yours."""
    return refusal(request, 404)


def too_many_requests(request: HttpRequest) -> HttpResponse:
    """429, asked for by allauth when a limit of a page as a whole is used up."""
    return refusal(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500, called while the fault is being handled: in the view or in any middleware."""
    if not is_database_away(sys.exc_info()[1]):
        return refusal(request, 500)
    with translation.override(_language(request)):
        return unavailable(request)


def is_database_away(fault: BaseException | None) -> bool:
    """Whether a fault is the database being away, full or too busy: the same request may do well in a moment."""
    return isinstance(fault, OperationalError | InterfaceError)


def _is_from_database_away(fault: BaseException | None) -> bool:
    while fault is not None:
        if is_database_away(fault):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def unavailable(request: HttpRequest) -> HttpResponse:
    """503, with the seconds after which another try makes sense."""
    response = refusal(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def _language(request: HttpRequest) -> str:
    """Without the user, who may be out of reach, the one that the browser asks for."""
    known = hasattr(request, "_cached_user")
    return translation.get_language() if known else translation.get_language_from_request(request)
