"""Whether the login of a page still lives: asked by the page itself, before it locks and before it sends a form."""

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kartei.web.audiences import for_everyone


@for_everyone
@require_http_methods(["GET", "POST"])
def login_state(request: HttpRequest) -> JsonResponse:
    """Who is logged in, for how many seconds more, and the token that forms need now.

    GET only looks. POST says that the user is typing or clicking without sending anything, and is a sign of life.
    """
    row = getattr(request.session, "row", None)
    if not request.user.is_authenticated or row is None:
        return JsonResponse({"user": None})
    now = timezone.now()
    return JsonResponse({
        "user": str(request.user.pk),
        "token": get_token(request),
        "idle": round((row.seen_at + row.idle_limit - now).total_seconds()),
        "left": round((row.expire_date - now).total_seconds()),
    })  # fmt: skip
