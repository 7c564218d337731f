"""Sample pages of the look, served to the tests alone: every macro in the frame it is used in.

`urlpatterns` stands in for the project's URL table, with the same names where the frame needs them.
"""

import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import translation

from kartei.web.errors import server_error
from kartei.web.forms import CreateForm, DateField, PhoneField
from kartei.web.navigation import FOOT, MENU
from kartei.web.pages import pages
from kartei.web.shell import Line, _lines

SETTINGS: dict[str, Any] = {
    "ROOT_URLCONF": "tests.web.gallery",
    "MIDDLEWARE": ["kartei.web.csp.ContentSecurityPolicy", "whitenoise.middleware.WhiteNoiseMiddleware"],
    "ALLOWED_HOSTS": ["127.0.0.1"],
}
FOLDER = Path(__file__).parent / "gallery"
WORKSPACE = SimpleNamespace(
    name="Praxis am Lindenhof", slug="lindenhof", profession="osteopathy", profession_label="Osteopathie"
)
MEMBER = SimpleNamespace(pk="anna", name="Dr. Anna Krüger", job_title="Inhaberin", may=lambda right: True)
SENT: list[str | None] = []  # the methods of the forms that arrived
COLOURS = ["gray", "red", "orange", "amber", "green", "teal", "blue", "indigo", "purple", "pink"]
STATUSES = {"Aktiv": "green", "Potenzieller Kunde": "amber", "Warteliste": "blue", "Abgeschlossen": "gray"}
TAGS = {
    "Osteopathie": "teal",
    "Privat": "gray",
    "Rücken": "blue",
    "Erstgespräch": "purple",
    "Kind": "pink",
    "Sport": "orange",
}
PEOPLE = [
    ("Sabine Müller", "Aktiv", ["Osteopathie", "Privat"], "0341 5501882", "sabine.mueller@posteo.de"),
    ("Jörg Weißmann", "Aktiv", ["Rücken"], "0151 20449911", "j.weissmann@web.de"),
    ("Elif Y\u0131ld\u0131z", "Potenzieller Kunde", ["Erstgespräch"], "0176 88301204", "elif.yildiz@gmail.com"),
    ("Thomas Bauer", "Aktiv", [], "0341 220981", "t.bauer@t-online.de"),
    ("Marie-Luise Hoffmann", "Warteliste", ["Kind", "Privat"], "0172 9004551", "ml.hoffmann@gmx.de"),
    ("Ömer Çelik", "Aktiv", ["Sport"], "0160 5512870", "oemer@celik.de"),
    ("Zofia Łukasiewicz", "Abgeschlossen", [], "0341 9901175", ""),
    ("Nguyễn Thị Hương", "Aktiv", ["Osteopathie"], "0157 33204418", "huong@proton.me"),
    ("Friedrich von der Heide", "Potenzieller Kunde", ["Privat", "Rücken"], "0341 667220", "f.vdheide@arcor.de"),
]


class Sample(CreateForm):
    first_name = forms.CharField(label="Vorname")
    last_name = forms.CharField(label="Nachname", required=False)
    email = forms.EmailField(label="E-Mail", required=False, help_text="Ohne E-Mail-Adresse gibt es kein Portal.")
    phone = PhoneField(required=False)
    born = DateField(label="Geburtsdatum", required=False, past=True)
    kind = forms.ChoiceField(label="Status", choices=[("a", "Aktiv"), ("w", "Warteliste")])
    form_of_address = forms.ChoiceField(
        label="Anrede", choices=[("sie", "Sie"), ("du", "Du")], widget=forms.RadioSelect
    )
    tags = forms.MultipleChoiceField(
        label="Tags", choices=[("p", "Privat"), ("r", "Rücken")], widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(label="Notiz", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    treats = forms.BooleanField(label="Behandelt selbst", required=False, help_text="Steht dann im Kalender.")


def values(request: HttpRequest) -> dict[str, Any]:
    """What the sample pages show."""
    rows = [
        SimpleNamespace(
            id=number,
            name=name,
            status=SimpleNamespace(label=status, colour=STATUSES[status]),
            tags=[SimpleNamespace(name=tag, colour=TAGS[tag]) for tag in tags],
            phone=phone,
            email=email,
        )
        for number, (name, status, tags, phone, email) in enumerate(PEOPLE)
    ]
    wrong = {"first_name": "", "email": "anna@", "born": "31.02.1979", "kind": "a", "form_of_address": "x"}
    return {
        "rows": rows,
        "colours": COLOURS,
        "form": Sample(wrong if "errors" in request.GET else None),
        "born": dt.date(1979, 3, 14),
        "show": request.GET.get("show", ""),
    }


@transaction.non_atomic_requests
def show(request: HttpRequest, name: str, slug: str = "") -> HttpResponse:
    """A sample page; ?language=en, ?theme=dark, ?errors, ?show=dialog; ?block=form is that block alone."""
    SENT.append(request.method) if request.method == "POST" else None
    time.sleep(float(request.GET.get("wait", 0)))
    if slug:
        request.workspace, request.member = WORKSPACE, MEMBER  # type: ignore[attr-defined]
    request.user = SimpleNamespace(
        is_authenticated=True, pk="anna", theme=request.GET.get("theme", "light"), has_shortcuts=True
    )  # type: ignore[assignment]
    request._cached_user = request.user  # type: ignore[attr-defined]
    request._messages = []  # type: ignore[attr-defined]
    with translation.override(request.GET.get("language", "de")):
        context = pages()._context(request) | values(request) | ({"menu": _menu(request)} if slug else {})
        template = pages().env.from_string((FOLDER / f"{name}.html").read_text())
        block = template.blocks.get(request.GET.get("block", ""))
        html = "".join(block(template.new_context(context))) if block else template.render(context)
    return HttpResponse(html, status=422 if "errors" in request.GET else 200)


def _menu(request: HttpRequest) -> list[Line]:
    """The menu as it stands, with a number of our own: there is no database to count in."""
    *lines, last = _lines(request, [replace(entry, count=None) for entry in MENU])
    return [*lines, replace(last, count="3", spoken="3 fällige Aufgaben")]


@transaction.non_atomic_requests
def nothing(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("")


@transaction.non_atomic_requests
def broken(request: HttpRequest) -> HttpResponse:
    return server_error(request)


def _named() -> Iterator[Any]:
    """The names that the frame of a page leads to, each namespace once."""
    frame = [(entry.name, entry.prefix) for entry in MENU + FOOT] + [
        ("help:page", "help/pages/<str:page_name>/"),
        ("overview:palette", "palette/"),
        ("help:article", "help/articles/<str:article_name>/"),
    ]
    for namespace in {name.split(":")[0] for name, _route in frame}:
        own = [(name.split(":")[1], route) for name, route in frame if name.startswith(f"{namespace}:")]
        yield include(([path(route, nothing, name=name) for name, route in own], namespace))


urlpatterns = [
    path("w/<slug:slug>/clients/", show, {"name": "list"}),
    path("w/<slug:slug>/clients/<str:name>/", show),
    path("w/<slug:slug>/", show, {"name": "controls"}),
    path("entrance/", show, {"name": "entrance"}),
    *(path("w/<slug:slug>/", names) for names in _named()),
    path(
        "",
        include(
            (
                [
                    path(f"{name}/", nothing, name=name)
                    for name in ("language", "theme", "profile", "login-state", "shortcuts")
                ],
                "accounts",
            )
        ),
    ),
    path("broken/", broken),
    path("logout/", nothing, name="account_logout"),
    path("login/", nothing, name="account_login"),
]

handler404 = "kartei.web.errors.not_found"
