"""„Mein Profil“ is a row of cards. Whoever has something to show about a login adds a card to the list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kartei.accounts.addresses import wish_of
from kartei.accounts.factors import factors_of
from kartei.accounts.forms import AddressForm, ChangePasswordForm, MailsForm, NameForm
from kartei.accounts.logins import logins_of
from kartei.accounts.sessions import key_of
from kartei.web.responses import page
from kartei.workspaces.frame import within_last_workspace


@dataclass(frozen=True, slots=True)
class Card:
    """A part of the page: a template, which gets what `values` finds for the request."""

    template: str
    values: Callable[[HttpRequest], Mapping[str, Any]]


def _name(request: HttpRequest) -> Mapping[str, Any]:
    return {"name_form": NameForm(initial={"name": request.user.name})}  # type: ignore[union-attr]


def _mails(request: HttpRequest) -> Mapping[str, Any]:
    return {"mails_form": MailsForm(initial={"wants_task_mail": request.user.wants_task_mail})}  # type: ignore[union-attr]


def _password(request: HttpRequest) -> Mapping[str, Any]:
    return {"password_form": ChangePasswordForm(request.user)}


def _address(request: HttpRequest) -> Mapping[str, Any]:
    wish = wish_of(request.user)  # type: ignore[arg-type]
    return {"address_form": AddressForm(), "wish": wish, "has_mail_page": settings.HAS_MAIL_PAGE}


def _logins(request: HttpRequest) -> Mapping[str, Any]:
    return {"logins": list(logins_of(request.user)), "current": key_of(request)}  # type: ignore[arg-type]


def _factors(request: HttpRequest) -> Mapping[str, Any]:
    return {"factors": factors_of(request.user)}  # type: ignore[arg-type]


CARDS = [
    Card("workspaces/profile/person.html", _name),
    Card("workspaces/profile/mails.html", _mails),
    Card("workspaces/profile/address.html", _address),
    Card("workspaces/profile/password.html", _password),
    Card("workspaces/profile/factors.html", _factors),
    Card("workspaces/profile/logins.html", _logins),
]


def profile_page(request: HttpRequest, status: int = 200, **given: Any) -> HttpResponse:
    """The whole page; `given` replaces values of its cards, such as a form that came back with faults."""
    values = {name: value for card in CARDS for name, value in card.values(request).items()}
    templates = [card.template for card in CARDS]
    with within_last_workspace(request):
        return page(request, "workspaces/profile.html", status=status, cards=templates, **{**values, **given})
