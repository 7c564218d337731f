"""How often an address may be asked: counted by the limiter of allauth, in the cache that no rollback takes back."""

from allauth.core.internal import ratelimit
from django.http import HttpRequest


def is_within(rate: str, request: HttpRequest, *, of: str, key: str | None = None) -> bool:
    """Count the request; False when the limit is reached. `of` names what is counted, without spaces.

    `rate` as allauth writes it: "60/h/ip" counts the requests of one network, "20/h/key" those with the same `key`.
    """
    used = ratelimit.consume(request, app="kartei", action=of, config={of: rate}, key=key, limit_get=True)
    return used is not None
