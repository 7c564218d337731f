"""OV-01, PE-01, PE-05, PE-07, CL-10, CL-11, CO-01, AU-01: the record, its sections and its head."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Browser

from kartei.audit.models import Event
from kartei.audit.verification import verify_workspace
from kartei.db.scope import workspace_scope
from kartei.people.models import Consent, Person, Status
from kartei.people.sections import CLIENT_SECTIONS, sections_of
from tests.cast import Cast

Browse = Callable[[str], Browser]


def record_of(person: Person) -> str:
    return f"/w/lindenhof/clients/{person.pk}/"


def fresh(cast: Cast, person: Person) -> Person:
    with workspace_scope(cast.lindenhof.id):
        return Person.objects.select_related("profile", "client__status").get(pk=person.pk)


def content(page: str) -> str:
    """The page without its frame, whose sheet of keys has words like „Bearbeiten“ too."""
    return page.partition("<main")[2].partition("</main>")[0]


def master(person: Person, **changed: Any) -> dict[str, Any]:
    return {"first_name": person.first_name, "last_name": person.last_name, "kind": "adult", "version": 0, **changed}


def test_a_click_on_a_client_opens_the_overview(cast: Cast, browse: Browse) -> None:
    text = browse("anna").get(record_of(cast.carla)).content.decode()
    assert 'aria-current="page"' in text and "Übersicht" in text and "Petra Probe" in text and "Hausarztpraxis" in text


def test_tabs_stand_in_their_order(cast: Cast, browse: Browse) -> None:
    text = browse("anna").get(record_of(cast.carla)).content.decode()
    assert text.index(">Übersicht<") < text.index(">Personal<")


def test_one_section_is_saved_alone(cast: Cast, browse: Browse) -> None:
    address = f"{record_of(cast.carla)}personal/master/"
    answer = browse("anna").post(address, master(cast.carla, birth_date="14.03.1979", pronouns="sie/ihr"))
    person = fresh(cast, cast.carla)
    assert answer.status_code == 303
    assert (str(person.birth_date), person.profile.pronouns, person.main_email) == (
        "1979-03-14",
        "sie/ihr",
        "carla@klientin.example",
    )


def test_a_value_is_cleared(cast: Cast, browse: Browse) -> None:
    address, browser = f"{record_of(cast.carla)}personal/master/", browse("anna")
    browser.post(address, master(cast.carla, occupation="Lehrerin"))
    browser.post(address, master(cast.carla, version=1))
    assert fresh(cast, cast.carla).profile.occupation == ""


def test_emails_and_phones_are_rows_of_which_empty_ones_fall_away(cast: Cast, browse: Browse) -> None:
    rows = {
        "emails-TOTAL_FORMS": 3, "emails-INITIAL_FORMS": 1, "phones-TOTAL_FORMS": 1, "phones-INITIAL_FORMS": 1,
        "emails-0-value": "", "emails-1-value": "neu@example.org", "emails-2-value": "zwei@example.org", "emails-2-is_main": "on",
        "phones-0-value": "030 / 23125 022", "version": 0,
    }  # fmt: skip
    answer = browse("anna").post(f"{record_of(cast.carla)}personal/reach/", rows)
    person = fresh(cast, cast.carla)
    assert answer.status_code == 303
    assert (person.main_email, person.main_phone) == ("zwei@example.org", "030 23125022")
    assert "neu@example.org" in person.search and "carla@klientin" not in person.search


def test_a_further_row_keeps_what_was_typed(cast: Cast, browse: Browse) -> None:
    typed = {
        "emails-TOTAL_FORMS": 1, "emails-INITIAL_FORMS": 1, "phones-TOTAL_FORMS": 1, "phones-INITIAL_FORMS": 1,
        "emails-0-value": "halb-getippt", "phones-0-value": "", "version": 0, "rows": "emails",
    }  # fmt: skip
    text = browse("anna").post(f"{record_of(cast.carla)}personal/reach/rows/", typed).content.decode()
    assert "halb-getippt" in text and 'name="emails-1-value"' in text


def test_consents_know_not_asked_from_no(cast: Cast, browse: Browse) -> None:
    values = {"version": 0, "privacy": "yes", "privacy_on": "01.02.2026", "privacy_origin": "Papier", "marketing": "no"}
    browse("anna").post(f"{record_of(cast.carla)}personal/consents/", values)
    with workspace_scope(cast.lindenhof.id):
        given = dict(Consent.objects.filter(person=cast.carla).values_list("purpose", "granted"))
    assert given == {"privacy": True, "marketing": False}


@pytest.mark.parametrize(
    ("typed", "stored"), [("31.12.1999", "1999-12-31"), ("311299", "1999-12-31"), ("1999-12-31", "1999-12-31")]
)
def test_dates_are_taken_in_their_spellings(cast: Cast, browse: Browse, typed: str, stored: str) -> None:
    browse("anna").post(f"{record_of(cast.carla)}personal/master/", master(cast.carla, birth_date=typed))
    assert str(fresh(cast, cast.carla).birth_date) == stored


def test_a_day_that_does_not_exist_is_refused_with_text(cast: Cast, browse: Browse) -> None:
    answer = browse("anna").post(
        f"{record_of(cast.carla)}personal/master/", master(cast.carla, birth_date="31.02.2026")
    )
    text = answer.content.decode()
    assert answer.status_code == 422 and "31.02.2026" in text and "Diesen Tag gibt es nicht" in text
    assert fresh(cast, cast.carla).birth_date is None


def test_two_people_who_edit_one_section_lose_nothing(cast: Cast, browse: Browse) -> None:
    address = f"{record_of(cast.carla)}personal/master/"
    browse("anna").post(address, master(cast.carla, occupation="Fassung A"))
    answer = browse("rita").post(address, master(cast.carla, occupation="Fassung B"))
    text = answer.content.decode()
    assert answer.status_code == 409 and "Fassung A" in text and "Fassung B" in text
    assert fresh(cast, cast.carla).profile.occupation == "Fassung A"
    browse("rita").post(address, master(cast.carla, occupation="Fassung B", version=1))
    assert fresh(cast, cast.carla).profile.occupation == "Fassung B"


def test_two_people_who_edit_different_sections_do_not_disturb_each_other(cast: Cast, browse: Browse) -> None:
    browse("anna").post(f"{record_of(cast.carla)}personal/master/", master(cast.carla, occupation="A"))
    answer = browse("rita").post(f"{record_of(cast.carla)}personal/health/", {"alerts": "Latex", "version": 0})
    assert answer.status_code == 303 and fresh(cast, cast.carla).profile.alerts == "Latex"


def test_a_saved_section_is_taken_back(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.post(f"{record_of(cast.carla)}personal/health/", {"alerts": "Irrtum", "version": 0})
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="section.change")
    undo = {"change": str(event.pk), "version": 1}
    assert browser.post(f"{record_of(cast.carla)}personal/health/reversal/", undo).status_code == 303
    assert fresh(cast, cast.carla).profile.alerts == ""
    assert browser.post(f"{record_of(cast.carla)}personal/health/reversal/", undo).status_code == 409


def test_an_event_of_another_section_or_record_is_not_taken_back(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.post(f"{record_of(cast.carla)}personal/health/", {"alerts": "A", "version": 0})
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="section.change")
    for address in (f"{record_of(cast.carla)}personal/insurance/", f"{record_of(cast.bruno)}personal/health/"):
        assert browser.post(f"{address}reversal/", {"change": str(event.pk), "version": 0}).status_code == 404


def test_every_section_reads_what_it_writes(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        person = Person.objects.select_related("profile", "client").get(pk=cast.carla.pk)
        for section in CLIENT_SECTIONS:
            before = section.read(person)
            section.write(person, before)
            assert section.read(Person.objects.get(pk=person.pk)) == before
            assert all(isinstance(label, str) and isinstance(text, str) for label, text in section.facts(before))


def test_a_change_is_logged_with_old_and_new_and_views_are_logged_too(cast: Cast, browse: Browse) -> None:
    browser = browse("rita")
    browser.get(record_of(cast.carla))
    browser.post(f"{record_of(cast.carla)}personal/health/", {"alerts": "Penicillin", "version": 0})
    with workspace_scope(cast.lindenhof.id):
        view, change = Event.objects.get(act="client.view"), Event.objects.get(act="section.change")
        assert (view.actor, view.client_id) == ("Rita", cast.carla.pk)
        assert change.detail["changes"] == {"Alerts": ["", "Penicillin"]}
        assert list(verify_workspace()) == []


def test_a_lead_status_is_chosen_and_undone(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    with workspace_scope(cast.lindenhof.id):
        lead, active = Status.objects.get(code="lead"), Status.objects.get(code="active")
    address = f"{record_of(cast.carla)}status/"
    assert browser.post(address, {"status": lead.pk, "version": 0}).status_code == 303
    assert "Potenzieller Kunde" in browser.get(record_of(cast.carla)).content.decode()
    assert browser.post(address, {"status": active.pk, "version": 0}).status_code == 409
    assert browser.post(address, {"status": active.pk, "version": 1}).status_code == 303
    assert fresh(cast, cast.carla).client.status == active


def test_tags_are_added_by_name_and_taken_away(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    browser.post(f"{record_of(cast.bruno)}tags/", {"new": "Rücken, rücken , Sport", "version": 0})
    text = browser.get(record_of(cast.bruno)).content.decode()
    assert "Rücken" in text and "Sport" in text
    browser.post(f"{record_of(cast.bruno)}tags/", {"version": 1})
    with workspace_scope(cast.lindenhof.id):
        assert not cast.bruno.client.client_tags.exists()


def test_assigned_members_decide_who_sees_the_record(cast: Cast, browse: Browse) -> None:
    assert browse("tom").get(record_of(cast.bruno)).status_code == 404
    browse("anna").post(f"{record_of(cast.bruno)}assignments/", {"members": [cast.tom.pk], "version": 0})
    assert browse("tom").get(record_of(cast.bruno)).status_code == 200


@pytest.mark.parametrize("act", ["status", "tags", "assignments"])
def test_a_contact_has_no_status_no_tags_and_nobody_assigned(cast: Cast, browse: Browse, act: str) -> None:
    with workspace_scope(cast.lindenhof.id):
        status = Status.objects.first()
    answer = browse("anna").post(f"{record_of(cast.doktor)}{act}/", {"status": status.pk, "version": 0})
    assert answer.status_code == 422 and "Kontakte haben keinen Status" in answer.content.decode()


def test_the_page_of_a_contact_is_simplified(cast: Cast, browse: Browse) -> None:
    text = content(browse("anna").get(f"/w/lindenhof/contacts/{cast.doktor.pk}/").content.decode())
    assert "Petra Probe" in text and "Hausärztin" in text
    assert "Übersicht" not in text and "status-menu" not in text and "Einwilligungen" not in text
    answer = browse("anna").get(record_of(cast.doktor))
    assert answer.headers["Location"] == f"/w/lindenhof/contacts/{cast.doktor.pk}/"


def test_who_may_only_read_sees_no_edit_button(cast: Cast, browse: Browse) -> None:
    for address in (record_of(cast.carla), f"{record_of(cast.carla)}personal/"):
        text = content(browse("leo").get(address).content.decode())
        assert "Bearbeiten" not in text and "status-menu" not in text


def test_the_card_of_the_import_is_shown_only_when_filled(cast: Cast) -> None:
    with workspace_scope(cast.lindenhof.id):
        person = fresh(cast, cast.carla)
        assert "imported" not in [section.code for section in sections_of(person, seen_by=cast.anna)]
        person.profile.imported = "Hobby: Rudern"
        assert "imported" in [section.code for section in sections_of(person, seen_by=cast.anna)]


def test_over_htmx_a_section_is_edited_and_read_in_place(cast: Cast, browse: Browse) -> None:
    browser, headers, address = browse("anna"), {"HX-Request": "true"}, f"{record_of(cast.carla)}personal/health/"
    opened = browser.get(address, headers=headers).content.decode()
    saved = browser.post(address, {"alerts": "Latex", "version": 0}, headers=headers).content.decode()
    stale = browser.post(address, {"alerts": "Nuss", "version": 0}, headers=headers)
    assert opened.lstrip().startswith("<section") and "<textarea" in opened
    assert saved.lstrip().startswith("<section") and "Latex" in saved and "Rückgängig" in saved
    assert stale.status_code == 409 and "Nuss" in stale.content.decode() and "Latex" in stale.content.decode()


def test_a_changed_field_is_called_in_the_words_of_who_reads_the_log(cast: Cast, browse: Browse) -> None:
    browse("rita").post(f"{record_of(cast.carla)}personal/health/", {"alerts": "Latex", "version": 0})
    cast.users["ada"].language = "en"
    cast.users["ada"].save()
    assert "Warnhinweise:" in browse("anna").get("/w/lindenhof/log/").content.decode()
    assert "Alerts:" in browse("ada").get("/w/lindenhof/log/").content.decode()


def test_the_head_follows_a_saved_section(cast: Cast, browse: Browse) -> None:
    address, headers = f"{record_of(cast.carla)}personal/health/", {"HX-Request": "true"}
    text = browse("anna").post(address, {"alerts": "Latexallergie", "version": 0}, headers=headers).content.decode()
    head = text[text.index('id="head"') :]
    assert 'hx-swap-oob="true"' in head and "Latexallergie" in head


def test_of_two_main_addresses_the_new_one_counts(cast: Cast, browse: Browse) -> None:
    rows = {
        "emails-TOTAL_FORMS": 2, "emails-INITIAL_FORMS": 1, "phones-TOTAL_FORMS": 0, "phones-INITIAL_FORMS": 0, "version": 0,
        "emails-0-value": "carla@klientin.example", "emails-0-is_main": "on", "emails-1-value": "neu@example.org", "emails-1-is_main": "on",
    }  # fmt: skip
    browse("anna").post(f"{record_of(cast.carla)}personal/reach/", rows)
    assert fresh(cast, cast.carla).main_email == "neu@example.org"


def test_who_saved_first_is_named_to_who_comes_second(cast: Cast, browse: Browse) -> None:
    address = f"{record_of(cast.carla)}personal/health/"
    browse("rita").post(address, {"alerts": "A", "version": 0})
    assert (
        "Rita hat diesen Abschnitt inzwischen gespeichert"
        in browse("anna").post(address, {"alerts": "B", "version": 0}).content.decode()
    )


def test_who_unassigns_themselves_ends_on_the_list(cast: Cast, browse: Browse) -> None:
    browser = browse("tom")
    answer = browser.post(f"{record_of(cast.carla)}assignments/", {"version": 0})
    assert answer.headers["Location"] == "/w/lindenhof/clients/"
    assert "Rückgängig" not in browser.get("/w/lindenhof/clients/").content.decode()
