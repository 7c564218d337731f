"""The head of a record: a minor needs a custodian, a type fits the age; RL-06 on „Übersicht“."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.db.scope import workspace_scope
from kartei.people.archiving import discard
from kartei.people.models import Client, ClientKind, Person, Phone
from kartei.people.relating import connect
from kartei.people.searching import refresh
from tests.cast import Cast
from tests.people.relatives import add_contact, base_of, bond, kind

Browse = Callable[[str], Browser]
HTMX = {"HX-Request": "true"}
BUTTON, HINT, OF_AGE = "Sorgeberechtigte Person verbinden", "Ist es ein minderjähriger Mensch?", "volljährig"


def be(cast: Cast, type_: str, years: int) -> None:
    with workspace_scope(cast.lindenhof.id):
        Client.objects.filter(pk=cast.carla.pk).update(kind=type_)
        born = timezone.localdate() - timedelta(days=round(years * 365.25) + 20)
        Person.objects.filter(pk=cast.carla.pk).update(birth_date=born)


def record_of(cast: Cast, end: str = "") -> str:
    return f"/w/lindenhof/clients/{cast.carla.pk}/{end}"


def test_a_minor_without_custodian_is_said_on_every_tab_until_one_is_linked(cast: Cast, browse: Browse) -> None:
    be(cast, ClientKind.MINOR, 12)
    anna = browse("anna")
    for end in ("", "personal/", "relationships/", "activity/"):
        assert BUTTON in anna.get(record_of(cast, end)).content.decode(), end
    read_only = browse("leo").get(record_of(cast)).content.decode()
    assert BUTTON not in read_only and "noch keine sorgeberechtigte Person" in read_only
    olga = add_contact(cast, "Olga Obhut")
    with workspace_scope(cast.lindenhof.id):
        connect(cast.carla, olga, bond("custodian"), by=cast.anna)
    assert BUTTON not in anna.get(record_of(cast)).content.decode()
    with workspace_scope(cast.lindenhof.id):
        discard(olga, by=cast.anna)
    assert BUTTON in anna.get(record_of(cast)).content.decode()  # nobody is there to sign


def test_the_button_leads_to_the_dialog_with_the_type_chosen(cast: Cast, browse: Browse) -> None:
    anna, base, type_ = browse("anna"), base_of(cast.carla), kind(cast, "custodian")
    assert 'name="as" value="custodian"' in anna.get(f"{base}new/?as=custodian", headers=HTMX).content.decode()
    hits = anna.post(f"{base}search/", {"q": "bruno", "as": "custodian"}, headers=HTMX).content.decode()
    assert f"new/?with={cast.bruno.pk}&amp;as=custodian" in hits
    chosen = f'<option value="{type_}" selected'
    assert chosen in anna.get(f"{base}new/?with={cast.bruno.pk}&as=custodian", headers=HTMX).content.decode()
    created = anna.post(f"{base}new/person/", {"prefill": "Olga Obhut", "as": "custodian"}, headers=HTMX)
    assert chosen in created.content.decode()
    for junk in ("nonsense", "<b>", ""):
        page = anna.get(f"{base}new/", {"with": str(cast.bruno.pk), "as": junk}, headers=HTMX)
        assert page.status_code == 200 and "selected" in page.content.decode() and chosen not in page.content.decode()


@pytest.mark.parametrize(
    ("type_", "years", "said"),
    [("adult", 12, HINT), ("adult", 19, ""), ("minor", 19, OF_AGE), ("minor", 12, ""), ("couple", 12, "")],
)
def test_a_type_that_does_not_fit_the_age_is_hinted_at_and_not_changed(
    cast: Cast, browse: Browse, type_: str, years: int, said: str
) -> None:
    be(cast, type_, years)
    page = browse("anna").get(record_of(cast)).content.decode()
    assert {text for text in (HINT, OF_AGE) if text in page} == ({said} if said else set())
    with workspace_scope(cast.lindenhof.id):
        assert Client.objects.get(pk=cast.carla.pk).kind == type_


def test_the_emergency_contact_stands_on_the_overview_with_a_phone_link(cast: Cast, browse: Browse) -> None:
    """RL-06."""
    olga = add_contact(cast, "Olga Obhut")
    with workspace_scope(cast.lindenhof.id):
        Phone.objects.create(person=olga, value="030 1234567", shown="030 1234567", is_main=True)
        refresh(olga)
        connect(cast.carla, olga, bond("friend", is_emergency_contact=True), by=cast.anna)
    page = browse("anna").get(record_of(cast)).content.decode()
    card = page.partition('id="relations"')[2].partition("</section>")[0]
    assert re.search(r'Olga Obhut.*Notfallkontakt.*href="tel:0301234567"', card, re.DOTALL)
    assert card.index("Olga Obhut") < card.index("Petra Probe")  # before all others
