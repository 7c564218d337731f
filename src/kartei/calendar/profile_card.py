"""The card „Sprechzeiten und Abwesenheiten“ of „Mein Profil“: a way to the hours wherever the user treats."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from kartei.tenancy.memberships import memberships_of
from kartei.tenancy.rights import Right
from kartei.workspaces.profile import Card


def _hours(request: HttpRequest) -> Mapping[str, Any]:
    memberships = memberships_of(request.user)  # type: ignore[arg-type]
    return {"hours_of": [member for member in memberships if member.treats and member.may(Right.CALENDAR_VIEW)]}


HOURS_CARD = Card("calendar/hours_card.html", _hours)
