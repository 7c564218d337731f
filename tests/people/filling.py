"""Defining own fields and filling them in, as a browser does it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.people.models import Field, Person, SectionValues
from tests.cast import Cast

Browse = Callable[[str], Browser]
FIELDS = "/w/lindenhof/settings/fields/"


def personal(person: Person, code: str = "") -> str:
    base = f"/w/lindenhof/clients/{person.pk}/personal/" if person.is_client else f"/w/lindenhof/contacts/{person.pk}/"
    return f"{base}{code}/" if code else base


def define(browser: Browser, type_: str, section: str = "health", **told: str) -> Any:
    answer = browser.post(f"{FIELDS}new/{type_}/", {"section": section, "submission": str(uuid4()), **told})
    browser.get(FIELDS)  # which shows the toast that names the field
    return answer


def field(cast: Cast, label: str) -> Field:
    with workspace_scope(cast.lindenhof.id):
        found: Field = Field.objects.select_related("section", "moved_from").get(label=label)
        return found


def fill(browser: Browser, person: Person, code: str, version: int = 0, **told: Any) -> Any:
    """Send a section as its page would: what it asks stands in the form."""
    return browser.post(
        personal(person, code), {"version": str(version), "asked": asked(browser, person, code), **told}
    )


def asked(browser: Browser, person: Person, code: str) -> list[str]:
    page = browser.get(personal(person, code)).content.decode()
    return [part.split('"')[0] for part in page.split('name="asked" value="')[1:]]


def kept(cast: Cast, person: Person) -> dict[str, Any]:
    with workspace_scope(cast.lindenhof.id):
        rows = SectionValues.objects.filter(person=person).values_list("values", flat=True)
        return {name: value for row in rows for name, value in row.items()}
