"""UX-01, UX-02, UX-04: every page and dialog in each dress."""

import json
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import resolve
from playwright.sync_api import Page

from kartei.db.keys import uuid7
from kartei.people.models import FieldType
from tests.e2e.dress import PHONE, Dress
from tests.e2e.instance import Instance
from tests.e2e.sights import SIGHTS, Sight
from tests.e2e.soundness import faults_of
from tests.security.routes import routes

ANSWERS = {"answers": [{"key": key, "label": f"Wahl {key}"} for key in "abc"]}
OPTIONS = {
    FieldType.NUMBER: {"unit": "kg", "decimals": 1},
    FieldType.SINGLE_CHOICE: {**ANSWERS, "has_other": True},
    FieldType.MULTI_CHOICE: ANSWERS,
    FieldType.CALCULATED: {"formula": "alter([birth_date])", "decimals": 0},
    FieldType.SCALE: {"from": 0, "to": 10},
}
NOT_SEEN = {
    "workspaces:setup": "only while nobody has an account: test_entrance.py",
    "workspaces:currency": "a sentence within the sign-up",
    "accounts:home": "leads elsewhere",
    "accounts:language": "takes a form",
    "accounts:theme": "takes a form",
    "accounts:login-state": "asked by the page itself",
    "accounts:shortcuts": "takes a form",
    "overview:palette": "a part of every page",
    "accounts:name": "takes a form",
    "accounts:address": "takes a form",
    "accounts:address-end": "takes a form",
    "accounts:mails": "takes a form",
    "accounts:login-end": "takes a form",
    "accounts:logins-end": "takes a form",
    "team:logins-end": "takes a form",
    "accounts:password": "takes a form",
    "account_resend": "takes a form",
    "settings:security-change": "takes a form",
    "passkey_options": "asked by the page itself",
    "factor_options": "asked by the page itself",
    "confirm_options": "asked by the page itself",
    "new_passkey_options": "asked by the page itself",
    "mfa_login_webauthn": "takes a form",
    "mfa_authenticate": "after the password: test_factors.py",
    "mfa_activate_totp": "in a fresh login: test_factors.py",
    "mfa_deactivate_totp": "takes a form",
    "mfa_add_webauthn": "in a fresh login: test_factors.py",
    "mfa_edit_webauthn": "in a fresh login: test_factors.py",
    "mfa_remove_webauthn": "takes a form",
    "mfa_view_recovery_codes": "in a fresh login: test_factors.py",
    "mfa_generate_recovery_codes": "takes a form",
    "help:search": "a part of the list",
    "help:replies": "takes a form",
    "help:state": "takes a form",
    "help:reading": "takes a form",
    "help:picture": "a file",
    "desk:replies": "takes a form",
    "desk:state": "takes a form",
    "desk:reading": "takes a form",
    "desk:picture": "a file",
    "help:page": "leads elsewhere",
    "people:bulk-csv": "a file",
    "people:bulk-xlsx": "a file",
    "people:client-search": "a part of the list",
    "people:contact-search": "a part of the list",
    "people:twins": "a part of the form",
    "people:status": "takes a form",
    "people:duplicate-dismissal": "takes a form",
    "people:duplicate-reopening": "takes a form",
    "people:client-merge-search": "a part of the dialog",
    "people:contact-merge-search": "a part of the dialog",
    "people:board-cards": "a part of the board",
    "people:bulk-reversal": "takes a form",
    "people:member-client": "takes a form",
    "people:status-place": "takes a form",
    "people:relation-type-place": "takes a form",
    "people:contact-reconversion": "takes a form",
    "people:field-place": "takes a form",
    "people:field-restoration": "takes a form",
    "people:section-place": "takes a form",
    **{
        f"people:{whose}-{act}": "takes a form"
        for whose in ("client", "contact")
        for act in ("archival", "restoration")
    },
    **{
        f"people:{whose}-{part}": reason
        for whose in ("client", "contact")
        for part, reason in {
            "people": "a part of the form",
            "file": "a file",
            "picture": "a file",
            "photo-removal": "takes a form",
            "photo-restoration": "takes a form",
        }.items()
    },
    "people:client-row": "a part of the form",
    "people:client-reversal": "takes a form",
    "people:contact-row": "a part of the form",
    "people:contact-reversal": "takes a form",
    **{
        f"people:{whose}-relationship-{part}": "a part of the dialog, or takes a form"
        for whose in ("client", "contact")
        for part in ("search", "hints", "reversal", "release-deletion", "disclosure-reversal")
    },
    "people:task-completion": "takes a form",
    "people:task-reopening": "takes a form",
    "people:task-deletion": "takes a form",
    "people:task-restoration": "takes a form",
    "people:import-refused": "a file",
    **{f"people:{whose}-{file}": "a file" for whose in ("clients", "contacts") for file in ("csv", "xlsx")},
    **{f"people:view-{act}": "takes a form" for act in ("state", "choice", "deletion", "restoration")},
    "people:import-removal": "takes a form",
    "calendar:entries": "asked by the page itself",
    "calendar:people": "a part of the form",
    "calendar:attendance": "takes a form",
    "calendar:past": "a part of the record",
    "calendar:behind": "asked by the page itself",
    "calendar:hints": "a part of the form",
    "calendar:region": "takes a form",
    "calendar:automation-switch": "takes a form",
    "calendar:automation-removal": "takes a form",
    "calendar:mail-repetition": "takes a form",
    "calendar:mail-settlement": "takes a form",
    "mail:test": "takes a form",
    "mail:removal": "takes a form",
    "calendar:offer-settings": "takes a form",
    "calendar:single-offer": "takes a form",
    "calendar:wish-people": "a part of the form",
    "calendar:wish-removal": "takes a form",
    "calendar:wish-restoration": "takes a form",
    "slot_offers:offer": "seen in test_waiting.py, since its secret is in a mail alone",
    **{f"calendar:{kind}-removal": "takes a form" for kind in ("weeks", "exceptions", "absences", "closures")},
    "calendar:feed-revocation": "takes a form",
    "feeds:file": "a file",
    "calendar:online-rules": "takes a form",
    "calendar:online-answer": "takes a form",
    "public:reservation": "takes a form",
    "public:confirmation": "takes a form",
    "public:cancellation": "takes a form",
    "public:move": "needs a booking: test_online_booking.py",
    "calendar:status-place": "takes a form",
    "calendar:restoration": "takes a form",
    "calendar:csv": "a file",
    **{
        f"calendar:{kind}-offer-{act}": "takes a form"
        for kind in ("services", "places", "resources")
        for act in ("place", "archival", "restoration")
    },
}


NEXT = (
    " FROM calendar_appointment a JOIN calendar_appointmentmember g ON g.appointment_id = a.id"
    " JOIN tenancy_member m ON m.id = g.member_id WHERE m.email = 'anna@lindenhof.example' AND a.starts_at > now()"
    " AND (SELECT count(*) FROM calendar_attendance t WHERE t.appointment_id = a.id) > 1 ORDER BY a.starts_at"
)
"""Anna's next group."""


def _define(demo: Instance) -> None:
    """An own section with a field of each kind, as „Personal“ and „Einstellungen“ show them."""
    [(lindenhof,)] = demo.ask("SELECT id FROM tenancy_workspace WHERE slug = 'lindenhof'")
    section = uuid4()
    demo.ask(
        "INSERT INTO people_fieldsection (workspace_id, id, built_in, name, key, position, version)"
        " VALUES (%s, %s, '', 'Gesehen', 'gesehen', 90, 0)", lindenhof, section,
    )  # fmt: skip
    demo.ask(
        "INSERT INTO calendar_resource (workspace_id, id, name, position, version) VALUES (%s, %s, 'Biofeedback', 0, 0)",
        lindenhof, uuid4(),
    )  # fmt: skip
    for place, type_ in enumerate(FieldType):
        options = OPTIONS.get(type_, {})
        demo.ask(
            "INSERT INTO people_field (workspace_id, id, section_id, type, label, help_text, options, is_required,"
            ' on_contacts, is_searchable, "group", in_portal, edited_in_portal, position, version)'
            " VALUES (%s, %s, %s, %s, %s, 'Xyz', %s, false, true, false, '', false, false, %s, 0)",
            lindenhof, uuid4(), section, str(type_), f"Feld {place}", json.dumps(options), place,
        )  # fmt: skip


def _pair(demo: Instance) -> dict[str, str]:
    """Two clients and two contacts that look alike, and a merge, as „Dubletten“ and „Zusammenführungen“ show them."""
    [(lindenhof,)] = demo.ask("SELECT id FROM tenancy_workspace WHERE slug = 'lindenhof'")
    [(anna,)] = demo.ask("SELECT id FROM tenancy_member WHERE email = 'anna@lindenhof.example'")
    places = {"merge": str(uuid7())}
    for is_client in (True, False):
        found = demo.ask(
            "SELECT id FROM people_person WHERE workspace_id = %s AND is_client = %s ORDER BY id LIMIT 4 OFFSET 20",
            lindenhof, is_client,
        )  # fmt: skip
        one, two, three, four = (row[0] for row in found)
        demo.ask(
            "INSERT INTO people_duplicatepair (workspace_id, id, first_id, second_id, rung) VALUES (%s, %s, %s, %s, 1)",
            lindenhof, uuid7(), one, two,
        )  # fmt: skip
        places |= {"one": str(one), "two": str(two)} if is_client else {"first": str(one), "second": str(two)}
        if not is_client:
            continue
        demo.ask(
            "INSERT INTO people_merge (workspace_id, id, winner_id, loser_id, state, changes, known, at, by_id)"
            " VALUES (%s, %s, %s, %s, 'live', '{\"person.title\": [\"Dr.\", \"Prof.\"]}', '{}', now(), %s)",
            lindenhof, places["merge"], three, four, anna,
        )  # fmt: skip
    return places


def _tell(demo: Instance) -> None:
    """Of Carla to her doctor: what is shared, a release that holds, and one that has expired."""
    [(lindenhof, relation, client)] = demo.ask(
        "SELECT r.workspace_id, r.id, r.person_id FROM people_relationship r JOIN people_relationtype t ON t.id = type_id"
        " JOIN people_person p ON p.id = person_id WHERE p.main_email = 'carla@klientin.example' AND t.code = 'family_doctor'"
    )
    demo.ask(
        "INSERT INTO people_sharing (workspace_id, id, relationship_id, client_id, has_portal_access, scopes, consented_on,"
        " consented_by, version) VALUES (%s, %s, %s, %s, true, '[\"appointments\"]', '2026-01-02', 'Carla Köhler', 1)",
        lindenhof, uuid4(), relation, client,
    )  # fmt: skip
    for topic, ends_on in (("Befunde und Verlauf", "2090-12-31"), ("Anamnese", "2026-02-01")):
        demo.ask(
            "INSERT INTO people_release (workspace_id, id, relationship_id, client_id, topic, starts_on, ends_on, version)"
            " VALUES (%s, %s, %s, %s, %s, '2026-01-02', %s, 1)", lindenhof, uuid4(), relation, client, topic, ends_on,
        )  # fmt: skip


def _act_on_many(demo: Instance) -> dict[str, str]:
    """A large act that is done, whose result its page shows."""
    bulk = uuid4()
    demo.ask(
        "INSERT INTO people_bulkact (workspace_id, id, member_id, act, words, query, is_whole, state, total, created_at,"
        " ended_at) SELECT w.id, %s, m.id, 'archival', '[]', '', true, 'done', 3, now(), now() FROM tenancy_workspace w"
        " JOIN tenancy_member m ON m.workspace_id = w.id AND m.email = 'anna@lindenhof.example' WHERE slug = 'lindenhof'",
        bulk,
    )
    for outcome in ("done", "already", "forbidden"):
        demo.ask(
            "INSERT INTO people_bulkchange (workspace_id, id, bulk_id, client_id, outcome)"
            " SELECT workspace_id, %s, id, %s, %s FROM people_bulkact WHERE id = %s", uuid4(), uuid4(), outcome, bulk,
        )  # fmt: skip
    return {"bulk": str(bulk)}


@pytest.fixture(scope="package")
def places(demo: Instance) -> dict[str, str]:
    """What stands in the addresses of the sights."""
    _define(demo)
    _tell(demo)
    questions = {
        "client": "SELECT id FROM people_person WHERE main_email = 'carla@klientin.example'",
        "contact": "SELECT other_id FROM people_relationship r JOIN people_relationtype t ON t.id = type_id"
        " JOIN people_person p ON p.id = person_id WHERE p.main_email = 'carla@klientin.example' AND t.code = 'family_doctor'",
        "relation": "SELECT r.id FROM people_relationship r JOIN people_relationtype t ON t.id = type_id"
        " JOIN people_person p ON p.id = person_id WHERE p.main_email = 'carla@klientin.example' AND t.code = 'family_doctor'",
        "release": "SELECT id FROM people_release WHERE topic = 'Anamnese'",
        "type": "SELECT id FROM people_relationtype WHERE code = 'school' AND workspace_id = %s",
        "minor": "SELECT id FROM people_client WHERE kind = 'minor' AND workspace_id = %s ORDER BY (SELECT count(*) FROM"
        " people_relationship r WHERE r.person_id = people_client.id) DESC, id",
        "free": "SELECT id FROM people_client c WHERE workspace_id = %s AND NOT EXISTS (SELECT FROM people_task t WHERE"
        " t.client_id = c.id) AND NOT EXISTS (SELECT FROM people_release r WHERE r.client_id = c.id) AND NOT EXISTS"
        " (SELECT FROM people_sharing s WHERE s.client_id = c.id) ORDER BY id",
        "status": "SELECT id FROM people_status WHERE code = 'active' AND workspace_id = %s",
        "tag": "SELECT id FROM people_tag WHERE key = 'privat' AND workspace_id = %s",
        "member": "SELECT id FROM tenancy_member WHERE email = 'berta@lindenhof.example'",
        "task": "SELECT id FROM people_task WHERE done_at IS NULL AND workspace_id = %s ORDER BY id",
        "section": "SELECT id FROM people_fieldsection WHERE name = 'Gesehen'",
        "section_hex": "SELECT replace(id::text, '-', '') FROM people_fieldsection WHERE name = 'Gesehen'",
        "field": "SELECT f.id FROM people_field f JOIN people_fieldsection s ON s.id = section_id"
        " WHERE s.name = 'Gesehen' AND f.type = 'single_choice'",
        "self": "SELECT id FROM tenancy_member WHERE email = 'anna@lindenhof.example'",
        "service": "SELECT id FROM calendar_service WHERE workspace_id = %s ORDER BY position",
        "place": "SELECT id FROM calendar_place WHERE workspace_id = %s ORDER BY position",
        "resource": "SELECT id FROM calendar_resource WHERE workspace_id = %s",
        "how": "SELECT id FROM calendar_appointmentstatus WHERE workspace_id = %s AND code = 'arrived'",
        "appointment": f"SELECT a.id {NEXT}",
        "automation": "SELECT id FROM calendar_automation WHERE workspace_id = %s AND code = 'move'",
        "attendance": f"SELECT (SELECT min(t.id::text) FROM calendar_attendance t WHERE t.appointment_id = a.id) {NEXT}",
        "booked": f"SELECT (a.starts_at AT TIME ZONE 'Europe/Berlin')::date {NEXT}",
        "tom": "SELECT id FROM tenancy_member WHERE email = 'tom@lindenhof.example'",
        "week": "SELECT w.id FROM calendar_workweek w JOIN tenancy_member m ON m.id = member_id"
        " WHERE m.email = 'anna@lindenhof.example'",
        "exception": "SELECT e.id FROM calendar_hoursexception e JOIN tenancy_member m ON m.id = member_id"
        " WHERE m.email = 'anna@lindenhof.example'",
        "absence": "SELECT a.id FROM calendar_absence a JOIN tenancy_member m ON m.id = member_id"
        " WHERE m.email = 'tom@lindenhof.example'",
        "closure": "SELECT id FROM calendar_hoursexception WHERE member_id IS NULL AND workspace_id = %s",
        "repeated": "SELECT a.id FROM calendar_appointment a JOIN calendar_appointmentmember g ON g.appointment_id = a.id"
        " JOIN tenancy_member m ON m.id = g.member_id WHERE m.email = 'anna@lindenhof.example'"
        " AND a.series_id IS NOT NULL AND a.starts_at > now() ORDER BY a.starts_at",
        "wish": "SELECT id FROM calendar_waitingwish WHERE workspace_id = %s AND is_urgent",
        "freed": "SELECT id FROM calendar_freedslot WHERE workspace_id = %s",
        "slot": "SELECT (now() + interval '400 days')::date",
    }
    [(lindenhof,)] = demo.ask("SELECT id FROM tenancy_workspace WHERE slug = 'lindenhof'")
    return (
        _pair(demo)
        | _act_on_many(demo)
        | {
            name: str(demo.ask(question, *[lindenhof] * question.count("%s"))[0][0])
            for name, question in questions.items()
        }
    )


@pytest.mark.parametrize("sight", SIGHTS, ids=str)
def test_a_page_is_sound(enter: Callable[..., Page], places: dict[str, str], dress: Dress, sight: Sight) -> None:
    if sight.is_sheet is not None and sight.is_sheet != dress.is_phone:
        pytest.skip("not at this width")
    page = enter(sight.who, dress, allow=sight.allow, keep=True)
    answer = page.goto(sight.path.format(**places))
    assert answer is not None and answer.status == sight.status
    sight.act(page)
    faults = [*faults_of(page, dress), *_overhangs(page, dress)]
    assert not faults, "\n" + "\n".join(faults)


def _overhangs(page: Page, dress: Dress) -> list[str]:
    """UX-02: no page scrolls sideways on a phone, nor at the 320 px to which 400 % of a desk come down."""
    found = []
    for width in (PHONE.width, 320):
        page.set_viewport_size({"width": width, "height": PHONE.height})
        if overhang := page.evaluate("document.documentElement.scrollWidth - innerWidth"):
            found.append(f"scrolls sideways by {overhang} px at {width} px")
    page.set_viewport_size({"width": dress.width, "height": dress.height})
    return found


def test_every_page_of_the_url_table_is_seen() -> None:
    """A new page belongs into sights.py; what is no page of its own stands in NOT_SEEN with the reason."""
    anybody = "00000000-0000-7000-8000-000000000000"
    paths = [re.sub(r"{\w+}", anybody, sight.path).partition("?")[0] for sight in SIGHTS if sight.path != "/nowhere/"]
    seen = {resolve(path).view_name for path in paths} | {sight.leads_to for sight in SIGHTS}
    assert {route.name for route in routes()} - seen - NOT_SEEN.keys() == set()


def test_browser_tests_run_one_after_the_other(request: pytest.FixtureRequest) -> None:
    """They share instance and browser; two at once would take each other's time on two cores."""
    if hasattr(request.config, "workerinput"):
        assert request.node.nodeid.endswith("@browser")
