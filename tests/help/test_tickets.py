"""WS-06, the writing half: a message gets a number and stays listed; answers come back; nobody else sees any of it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.files import pictures
from kartei.files.models import Blob
from kartei.help import tickets
from kartei.help.models import Message, Ticket, TicketState
from tests.cast import PRESETS, Cast
from tests.files.pictures import bomb, drawn, sent
from tests.post import link_in, mails_to

Browse = Callable[[str], Browser]
HELP = "/w/lindenhof/help/"
TICKETS, NEW = f"{HELP}tickets/", f"{HELP}tickets/new/"
TEXT = "Die Liste bleibt leer, obwohl ich suche."


def write(browser: Browser, text: str = TEXT, **told: Any) -> HttpResponse:
    return browser.post(NEW, {"text": text, "page": "people:clients", "submission": str(uuid4()), **told})


def opened(browser: Browser, text: str = TEXT, **told: Any) -> str:
    answer = write(browser, text, **told)
    assert answer.status_code == 303, answer.content.decode()
    return str(answer.headers["Location"])


def text_of(browser: Browser, address: str) -> str:
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def stored(cast: Cast) -> list[Ticket]:
    with workspace_scope(cast.lindenhof.id):
        return list(Ticket.objects.order_by("id"))


@pytest.mark.parametrize("name", PRESETS)
def test_a_message_gets_a_number_and_stays_listed(cast: Cast, browse: Browse, name: str) -> None:
    browser = browse(name)
    address = opened(browser)
    [ticket] = stored(cast)
    number = f"H-{ticket.number:05}"
    assert number in text_of(browser, address) and TEXT in text_of(browser, address)
    for listed in (TICKETS, HELP):
        assert number in text_of(browser, listed) and "offen" in text_of(browser, listed)


def test_numbers_are_counted_by_the_instance(cast: Cast, browse: Browse) -> None:
    opened(browse("anna"))
    browse("eve").post("/w/nord/help/tickets/new/", {"text": "Noch eine Frage aus Nord", "submission": str(uuid4())})
    with workspace_scope(cast.nord.id):
        other = Ticket.objects.get()
    assert other.number > stored(cast)[0].number


def test_a_ticket_keeps_who_wrote_it_where_and_from_which_page(cast: Cast, browse: Browse) -> None:
    opened(browse("tom"))
    [ticket] = stored(cast)
    assert (ticket.author, ticket.email) == ("Tom", "tom@lindenhof.example")
    assert (ticket.practice, ticket.page, ticket.state) == ("Praxis am Lindenhof", "people:clients", "open")


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("Kurz  gesagt:\n\nnichts geht", "Kurz gesagt: nichts geht"),
        ("x" * 500, "x" * 119 + "…"),
        ("Wort " * 100, ("Wort " * 100)[:119] + "…"),
    ],
)
def test_the_list_shows_the_beginning_of_the_text(cast: Cast, browse: Browse, text: str, summary: str) -> None:
    opened(browse("anna"), text)
    assert stored(cast)[0].summary == summary


@pytest.mark.parametrize("page", ["", "people:clients/7", "https://evil.example", "Köhler, Carla", "x" * 300])
def test_a_page_that_is_none_of_ours_is_not_kept(cast: Cast, browse: Browse, page: str) -> None:
    write(browse("anna"), page=page)
    assert all(ticket.page == "" for ticket in stored(cast))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Bitte ausfüllen"),
        ("   kurz    ", "mindestens 10 Zeichen"),
        ("x" * 20_001, "20000"),
        ("Ein Zeichen \0 zu viel darin", "nicht gespeichert werden kann"),
    ],
)
def test_a_text_that_is_refused_stays_with_a_sentence(cast: Cast, browse: Browse, text: str, sentence: str) -> None:
    answer = write(browse("anna"), text)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert text.strip() in answer.content.decode() or "\0" in text
    assert stored(cast) == []


def test_the_form_warns_of_clients_and_comes_with_the_page(cast: Cast, browse: Browse) -> None:
    html = text_of(browse("anna"), f"{NEW}?page=people:clients")
    assert "Bitte schreiben Sie nichts über Klienten" in html and 'value="people:clients"' in html
    assert "evil" not in text_of(browse("anna"), f"{NEW}?page=evil")


def test_two_clicks_are_one_message(cast: Cast, browse: Browse) -> None:
    browser, key = browse("anna"), str(uuid4())
    assert {opened(browser, submission=key) for _click in range(3)} and len(stored(cast)) == 1


def test_what_looks_like_html_is_text(cast: Cast, browse: Browse) -> None:
    evil = "<script>alert(1)</script> {{ 7*7 }} <img src=x>"
    for address in (opened(browse("anna"), evil), TICKETS, HELP):
        html = text_of(browse("anna"), address)
        assert "<script>alert" not in html and "<img src=x" not in html and "&lt;script&gt;" in html


# --- pictures ------------------------------------------------------------------------------------------------------
def picture_of(cast: Cast) -> str:
    with workspace_scope(cast.lindenhof.id):
        message = Message.objects.get(picture__isnull=False)
        return f"{TICKETS}{message.ticket_id}/pictures/{message.pk}/"


def test_a_picture_is_kept_drawn_anew_under_a_name_of_ours(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    address = opened(browser, picture=sent(drawn() + b"<script>alert(1)</script>"))
    assert picture_of(cast) in text_of(browser, address)
    answer = browser.get(picture_of(cast))
    assert answer.headers["Content-Type"] == "image/png" and answer.content.startswith(b"\x89PNG")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="H-')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert b"alert" not in answer.content
    with workspace_scope(cast.lindenhof.id):
        assert "Befund" not in Blob.objects.get().name


@pytest.mark.parametrize("data", [b"<svg/>", b"<html>", bomb(60_000), b"\x89PNG", b"x" * (10 * 1024 * 1024 + 1)])
def test_what_is_no_picture_is_refused_beside_the_field_and_the_text_stays(
    cast: Cast, browse: Browse, data: bytes
) -> None:
    answer = write(browse("anna"), picture=sent(data))
    html = answer.content.decode()
    assert answer.status_code == 422 and 'id="id_picture_error"' in html and TEXT in html
    assert stored(cast) == []
    with workspace_scope(cast.lindenhof.id):
        assert not Blob.objects.exists()


def test_who_sends_picture_after_picture_waits(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawing costs, so refused ones count as well."""
    monkeypatch.setattr(pictures, "PER_HOUR", 2)
    browser = browse("anna")
    for _try in range(2):
        assert "sehr viel geschrieben" not in write(browser, picture=sent(b"<svg/>")).content.decode()
    assert "sehr viel geschrieben" in write(browser, picture=sent(drawn())).content.decode()
    opened(browser)
    opened(browse("tom"), picture=sent(drawn()))


def test_a_body_beyond_the_limit_is_refused_unread(cast: Cast, browse: Browse) -> None:
    assert write(browse("anna"), picture=sent(b"x" * (12 * 1024 * 1024))).status_code == 413


# --- doors ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", [*PRESETS, "eve"])
def test_nobody_else_sees_a_message_of_mine(cast: Cast, browse: Browse, name: str) -> None:
    address = opened(browse("rita"), "Geheime Frage von Rita", picture=sent(drawn()))
    [ticket] = stored(cast)
    below = [address, f"{address}replies/", f"{address}state/", f"{address}reading/", picture_of(cast)]
    other = browse(name)
    expected = 200 if name == "rita" else 404
    assert other.get(address).status_code == other.get(picture_of(cast)).status_code == expected
    if name == "rita":
        return
    nothing = other.get(f"{TICKETS}{uuid4()}/")
    for each in below:
        for answer in (other.get(each), other.post(each, {"text": TEXT, "state": "done", "version": 0})):
            assert answer.status_code in {404, 405}
    assert other.get(address).content == nothing.content
    if name != "eve":
        assert "Geheime" not in text_of(other, TICKETS) + text_of(other, HELP)
    assert stored(cast)[0].version == 0 and ticket.state == "open"


def test_a_picture_is_reached_through_its_own_ticket_alone(cast: Cast, browse: Browse) -> None:
    opened(browse("rita"), picture=sent(drawn()))
    mine = opened(browse("tom"))
    message = picture_of(cast).split("/")[-2]
    assert browse("tom").get(f"{mine}pictures/{message}/").status_code == 404
    with workspace_scope(cast.lindenhof.id):
        bare = Message.objects.get(ticket__member=cast.tom)
    assert browse("tom").get(f"{mine}pictures/{bare.pk}/").status_code == 404


def test_a_stranger_is_sent_to_the_login(cast: Cast, browse: Browse) -> None:
    address = opened(browse("rita"))
    assert Browser().get(address).headers["Location"].startswith("/login/")


def test_the_database_itself_keeps_tickets_within_their_workspace(cast: Cast, browse: Browse) -> None:
    opened(browse("anna"))
    with workspace_scope(cast.nord.id):
        assert not Ticket.unscoped.exists() and not Message.unscoped.exists()
    assert not Ticket.unscoped.exists()


# --- replies and states --------------------------------------------------------------------------------------------
def test_i_can_write_on_and_what_was_done_is_open_again(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    address = opened(browser)
    browser.post(f"{address}state/", {"state": "done", "version": 0})
    assert stored(cast)[0].state == TicketState.DONE
    told = {"text": "Doch nicht", "submission": str(uuid4())}
    for _click in range(2):
        assert browser.post(f"{address}replies/", told).status_code == 303
    html = text_of(browser, address)
    assert html.count("Doch nicht") == 1 and "Als erledigt kennzeichnen" in html
    assert stored(cast)[0].state == TicketState.OPEN


def test_an_empty_reply_is_refused(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    answer = browser.post(f"{opened(browser)}replies/", {"text": " "})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.content.decode()


def test_closing_can_be_undone_and_an_older_page_is_told_so(cast: Cast, browse: Browse) -> None:
    browser = browse("anna")
    address = opened(browser)
    closed = browser.post(f"{address}state/", {"state": "done", "version": 0}, follow=True).content.decode()
    assert "Rückgängig" in closed and "Wieder öffnen" in closed
    assert browser.post(f"{address}state/", {"state": "open", "version": 0}).status_code == 409
    assert stored(cast)[0].state == TicketState.DONE
    assert browser.post(f"{address}state/", {"state": "open", "version": 1}).status_code == 303


@pytest.mark.parametrize("told", [{"state": "working", "version": 0}, {"state": "x", "version": 0}, {"state": "done"}])
def test_a_state_that_is_not_mine_to_give_is_refused(cast: Cast, browse: Browse, told: dict[str, Any]) -> None:
    browser = browse("anna")
    assert browser.post(f"{opened(browser)}state/", told).status_code == 422
    assert stored(cast)[0].state == TicketState.OPEN


def test_a_message_cannot_be_changed_by_the_serving_role(cast: Cast, browse: Browse) -> None:
    from django.db import DatabaseError, transaction

    opened(browse("anna"))
    with workspace_scope(cast.lindenhof.id):
        for change in (lambda: Message.objects.update(text="x"), lambda: Ticket.objects.all().delete()):
            with pytest.raises(DatabaseError), transaction.atomic():
                change()


# --- limits, log, mail ---------------------------------------------------------------------------------------------
def test_who_writes_a_great_deal_waits(cast: Cast, browse: Browse, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tickets, "PER_HOUR", 2)
    browser = browse("anna")
    address = opened(browser)
    opened(browser)
    for answer in (write(browser, "Und noch eine Frage"), browser.post(f"{address}replies/", {"text": "Und noch"})):
        assert answer.status_code == 422 and "sehr viel geschrieben" in answer.content.decode()
    opened(browse("tom"))
    assert len(stored(cast)) == 3


def test_the_log_names_the_message_and_not_its_text(cast: Cast, browse: Browse) -> None:
    opened(browse("rita"), "Ein sehr vertraulicher Text")
    with workspace_scope(cast.lindenhof.id):
        event = Event.objects.get(act="ticket.opening")
    assert event.subject == str(stored(cast)[0]) and "vertraulich" not in str(vars(event))
    assert "Nachricht an die Betreiber gesendet" in text_of(browse("anna"), "/w/lindenhof/log/")


def test_operators_get_a_mail_with_the_number_alone(cast: Cast, browse: Browse) -> None:
    cast.users["eve"].is_operator = True
    cast.users["eve"].save()
    opened(browse("rita"), "Ein sehr vertraulicher Text")
    [mail] = mails_to("eve@nord.example")
    assert str(stored(cast)[0]) in mail.subject
    assert "vertraulich" not in mail.subject + mail.body and "Rita" not in mail.body and "Lindenhof" not in mail.body
    assert link_in(mail) == f"/tickets/{stored(cast)[0].pk}/"


@pytest.mark.parametrize("count", [3, 70])
def test_the_list_asks_the_same_number_of_questions_for_few_and_for_many(
    cast: Cast, browse: Browse, count: int
) -> None:
    with workspace_scope(cast.lindenhof.id):
        rows = [
            Ticket(number=place, member=cast.anna, author="Anna", practice="x", summary=f"Frage {place}")
            for place in range(count)
        ]
        Ticket.objects.bulk_create(rows)
    browser = browse("anna")
    browser.get(HELP)
    with CaptureQueriesContext(connection) as bare:
        browser.get(f"{HELP}pages/people:clients/")
    with CaptureQueriesContext(connection) as asked:
        html = text_of(browser, TICKETS)
    assert len(asked) - len(bare) <= 2  # the list, and the counts of the menu
    assert html.count("Frage ") == min(count, 50)
    if count > 50:
        following = html.partition('href="?after=')[2].partition('"')[0]
        assert text_of(browser, f"{TICKETS}?after={following}").count("Frage ") == count - 50
    assert text_of(browser, f"{TICKETS}?after=x").count("Frage ") == min(count, 50)
