"""The operator's desk: every ticket of the instance, no door into any workspace, and not there for anybody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kartei.accounts.models import User
from kartei.audit.models import Event
from kartei.audit.verification import verify_workspace
from kartei.db.scope import workspace_scope
from kartei.help.doors import desk
from kartei.help.models import Message, Ticket
from kartei.people.models import Person
from tests.cast import PRESETS, Cast
from tests.files.pictures import drawn, sent
from tests.help.test_tickets import opened, picture_of, stored, text_of, write
from tests.post import link_in, mails_to
from tests.security.routes import routes

Browse = Callable[[str], Browser]
DESK = "/tickets/"
ANSWER = "Bitte laden Sie die Seite neu."


@pytest.fixture
def eve(cast: Cast, browse: Browse) -> Browser:
    """She runs the instance, and is no member of Lindenhof."""
    cast.users["eve"].is_operator = True
    cast.users["eve"].save()
    return browse("eve")


def at_desk(address: str) -> str:
    return f"{DESK}{address.split('/')[-2]}/"


def answer(browser: Browser, address: str, text: str = ANSWER, key: str = "") -> None:
    sent_back = browser.post(f"{at_desk(address)}replies/", {"text": text, "submission": key or str(uuid4())})
    assert sent_back.status_code == 303, sent_back.content.decode()


def test_the_operator_reads_answers_and_sets_the_state(cast: Cast, browse: Browse, eve: Browser) -> None:
    rita = browse("rita")
    address = opened(rita)
    listed = text_of(eve, DESK)
    assert str(stored(cast)[0]) in listed and "Rita" in listed and "Praxis am Lindenhof" in listed and "Neu" in listed
    shown = text_of(eve, at_desk(address))
    assert "Die Liste bleibt leer" in shown and "rita@lindenhof.example" in shown and "Kundschaft › Finden" in shown
    answer(eve, address)
    assert stored(cast)[0].state == "working"
    read = text_of(rita, address)
    assert ANSWER in read and "Betreiber" in read and "in Arbeit" in read
    version = stored(cast)[0].version
    assert eve.post(f"{at_desk(address)}state/", {"state": "done", "version": version}).status_code == 303
    assert "erledigt" in text_of(rita, address)


def test_a_new_answer_is_a_line_on_start_a_mark_and_a_mail_until_it_is_opened(
    cast: Cast, browse: Browse, eve: Browser
) -> None:
    rita = browse("rita")
    address = opened(rita)
    assert "Es gibt Neues" not in text_of(rita, "/w/lindenhof/")
    answer(eve, address, "Ein sehr vertraulicher Rat")
    assert f"Es gibt Neues zu Ihrer Nachricht: {stored(cast)[0]}" in text_of(rita, "/w/lindenhof/")
    assert "Es gibt Neues" not in text_of(browse("anna"), "/w/lindenhof/")
    assert "Neu<" in text_of(rita, "/w/lindenhof/help/tickets/")
    [mail] = mails_to("rita@lindenhof.example")
    assert link_in(mail) == address and "vertraulich" not in mail.subject + mail.body
    for _look in range(2):
        assert f"{address}reading/" in text_of(rita, address)  # opening alone, by GET, changes nothing
    assert rita.post(f"{address}reading/").status_code == 200
    assert "Es gibt Neues" not in text_of(rita, "/w/lindenhof/")
    assert f"{address}reading/" not in text_of(rita, address)


def test_the_operator_is_told_on_start_until_the_message_is_opened(cast: Cast, browse: Browse, eve: Browser) -> None:
    address = opened(browse("rita"))
    opened(browse("tom"))
    assert "2 neue Nachrichten an die Betreiber" in text_of(eve, "/w/nord/")
    assert "an die Betreiber" not in text_of(browse("anna"), "/w/lindenhof/")
    assert eve.post(f"{at_desk(address)}reading/").status_code == 200
    assert "1 neue Nachricht an die Betreiber" in text_of(eve, "/w/nord/")
    assert 'href="/tickets/"' in text_of(eve, "/w/nord/help/")
    assert 'href="/tickets/"' not in text_of(browse("anna"), "/w/lindenhof/help/")


def test_two_clicks_are_one_answer(cast: Cast, browse: Browse, eve: Browser) -> None:
    address, key = opened(browse("rita")), str(uuid4())
    for _click in range(3):
        answer(eve, address, key=key)
    with workspace_scope(cast.lindenhof.id):
        assert Message.objects.count() == 2
    assert len(mails_to("rita@lindenhof.example")) == 1


def test_pictures_go_both_ways(cast: Cast, browse: Browse, eve: Browser) -> None:
    rita = browse("rita")
    address = opened(rita, picture=sent(drawn()))
    message = picture_of(cast).split("/")[-2]
    seen = eve.get(f"{at_desk(address)}pictures/{message}/")
    assert (seen.status_code, seen.headers["Content-Type"]) == (200, "image/png")
    eve.post(f"{at_desk(address)}replies/", {"text": "So sieht es aus", "picture": sent(drawn("JPEG"))})
    with workspace_scope(cast.lindenhof.id):
        back = Message.objects.get(member__isnull=True)
    assert rita.get(f"{address}pictures/{back.pk}/").headers["Content-Type"] == "image/jpeg"
    assert eve.get(f"{at_desk(address)}pictures/{uuid4()}/").status_code == 404


def test_an_older_page_does_not_overwrite_the_state(cast: Cast, browse: Browse, eve: Browser) -> None:
    address = opened(browse("rita"))
    browse("rita").post(f"{address}state/", {"state": "done", "version": 0})
    assert eve.post(f"{at_desk(address)}state/", {"state": "working", "version": 0}).status_code == 409
    assert stored(cast)[0].state == "done"


def test_states_narrow_the_list_and_are_counted(cast: Cast, browse: Browse, eve: Browser) -> None:
    address = opened(browse("rita"), "Erste Frage dieser Art")
    opened(browse("tom"), "Zweite Frage dieser Art")
    browse("rita").post(f"{address}state/", {"state": "done", "version": 0})
    html = text_of(eve, f"{DESK}?state=done")
    assert "Erste Frage" in html and "Zweite Frage" not in html
    assert "offen (1)" in html and "in Arbeit (0)" in html and "erledigt (1)" in html
    for odd in ("?state=x", "?after=x", "?after=1%00", "?state=%27"):
        assert "Zweite Frage" in text_of(eve, DESK + odd)


@pytest.mark.parametrize("name", PRESETS)
def test_the_desk_is_not_there_for_members(cast: Cast, browse: Browse, name: str) -> None:
    address = at_desk(opened(browse("rita"), picture=sent(drawn())))
    message = picture_of(cast).split("/")[-2]
    below = ["", "replies/", "state/", "reading/", f"pictures/{message}/"]
    for path in (DESK, *(f"{address}{each}" for each in below)):
        for given in (browse(name).get(path), browse(name).post(path, {"text": ANSWER, "state": "done", "version": 0})):
            assert given.status_code in {404, 405}, path
    assert "Die Liste bleibt leer" not in browse(name).get(address).content.decode()
    assert stored(cast)[0].state == "open"


def test_every_page_of_the_desk_asks_for_the_operator(cast: Cast, browse: Browse) -> None:
    pages = [route for route in routes() if route.name.startswith("desk:")]
    assert len(pages) == 6
    for route in pages:
        address = route.address(**dict.fromkeys(route.parameters, uuid4()))
        for ask in (Browser().get, Browser().post):
            given = ask(address)
            assert given.status_code == 405 or given.headers["Location"].startswith("/login/")
        assert {browse("anna").get(address).status_code, browse("anna").post(address).status_code} == {404, 405}


def test_the_operator_has_no_door_into_the_workspace(cast: Cast, browse: Browse, eve: Browser) -> None:
    address = opened(browse("rita"))
    assert eve.get(address).status_code == eve.get("/w/lindenhof/").status_code == 404
    assert "/w/lindenhof" not in text_of(eve, DESK) + text_of(eve, at_desk(address))


def test_the_policy_of_the_desk_lets_tickets_be_seen_and_nothing_else(cast: Cast, browse: Browse) -> None:
    opened(browse("rita"))
    with desk():
        [ticket] = Ticket.unscoped.all()
        assert Message.unscoped.count() == 1 and not Person.unscoped.exists()
        assert Ticket.unscoped.filter(pk=ticket.pk).update(state="done") == 0
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            values = [uuid4(), ticket.workspace_id, ticket.pk]
            columns = "id, workspace_id, ticket_id, author, text, at"
            cursor.execute(f"INSERT INTO help_message ({columns}) VALUES (%s, %s, %s, 'x', 'x', now())", values)
    assert not Ticket.unscoped.exists()


def test_what_the_operator_does_stands_in_the_log_of_the_workspace(cast: Cast, browse: Browse, eve: Browser) -> None:
    address = opened(browse("rita"))
    answer(eve, address)
    with workspace_scope(cast.lindenhof.id):
        events = {event.act: event for event in Event.objects.filter(act__startswith="ticket.")}
        assert {"ticket.opening", "ticket.answer", "ticket.state"} == events.keys()
        assert events["ticket.answer"].detail == {"operator": "Eve"} and events["ticket.answer"].member is None
        assert list(verify_workspace()) == []
    log = text_of(browse("anna"), "/w/lindenhof/log/?act=ticket.answer")
    assert "Betreiber haben eine Nachricht beantwortet" in log and ">Eve</span>" in log


def test_who_has_left_gets_no_mail(cast: Cast, browse: Browse, eve: Browser) -> None:
    address = opened(browse("rita"))
    with workspace_scope(cast.lindenhof.id):
        cast.rita.state = "left"
        cast.rita.save(update_fields=["state"])
    answer(eve, address)
    assert mails_to("rita@lindenhof.example") == []


@pytest.mark.parametrize("count", [5, 60])
def test_the_desk_asks_the_same_number_of_questions_for_few_and_for_many(
    cast: Cast, browse: Browse, eve: Browser, count: int
) -> None:
    with workspace_scope(cast.lindenhof.id):
        rows = [
            Ticket(number=place, member=cast.anna, author="Anna", practice="x", summary=f"Frage {place}")
            for place in range(count)
        ]
        Ticket.objects.bulk_create(rows)
    with CaptureQueriesContext(connection) as asked:
        html = text_of(eve, DESK)
    own = [query["sql"] for query in asked if "help_ticket" in query["sql"]]
    assert len(own) == 2 and html.count("Frage ") == min(count, 50)
    if count > 50:
        following = html.partition("after=")[2].partition('"')[0]
        assert text_of(eve, f"{DESK}?after={following}").count("Frage ") == count - 50


def test_a_refused_answer_stays_with_a_sentence(cast: Cast, browse: Browse, eve: Browser) -> None:
    address = opened(browse("rita"))
    given = eve.post(f"{at_desk(address)}replies/", {"text": "Bild dazu", "picture": sent(b"<svg/>")})
    assert given.status_code == 422 and "Bild dazu" in given.content.decode()
    assert write(browse("rita"), "").status_code == 422
    assert len(mails_to("rita@lindenhof.example")) == 0


def test_the_desk_stays_closed_without_the_second_factor_that_is_due(cast: Cast, eve: Browser, settings: Any) -> None:
    settings.KARTEI_FORCES_FACTOR = True
    assert eve.get(DESK).status_code == 200  # a week is given
    User.objects.filter(pk=cast.users["eve"].pk).update(created_at=timezone.now() - timedelta(days=8))
    assert eve.get(DESK).url == "/profile/second-factor/"
    assert eve.post(f"{DESK}{uuid4()}/replies/", {"text": "x"}).url == "/profile/second-factor/"
