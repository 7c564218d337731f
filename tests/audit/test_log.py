"""AU-01, AU-02 as they are seen: the log's page and „Kette prüfen“."""

from collections.abc import Callable

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client as Browser

from tests.cast import Cast

Browse = Callable[[str], Browser]
LOG = "/w/lindenhof/log/"


def test_opening_and_editing_stand_in_the_log_with_person_time_old_and_new(cast: Cast, browse: Browse) -> None:
    rita = browse("rita")
    rita.get(f"/w/lindenhof/clients/{cast.carla.pk}/")
    rita.post(f"/w/lindenhof/clients/{cast.carla.pk}/personal/health/", {"alerts": "Latex", "version": 0})
    text = browse("anna").get(LOG, {"client": cast.carla.pk}).content.decode()
    assert "Akte geöffnet" in text and "Profil geändert" in text and "Rita" in text and "— → Latex" in text


def test_the_log_is_for_those_with_its_right_alone(cast: Cast, browse: Browse) -> None:
    assert [browse(name).get(LOG).status_code for name in ("anna", "ada", "rita", "tom", "leo")] == [
        200,
        200,
        403,
        403,
        403,
    ]
    assert LOG not in browse("rita").get("/w/lindenhof/").content.decode()


@pytest.mark.parametrize("query", ["?member=1", "?act=nothing", "?since=31.02.2026", "?after=x", "?client=%00"])
def test_a_filter_that_makes_no_sense_shows_all(cast: Cast, browse: Browse, query: str) -> None:
    assert browse("anna").get(LOG + query).status_code == 200


def test_pages_of_the_log_follow_one_another(cast: Cast, browse: Browse) -> None:
    anna = browse("anna")
    for _ in range(60):
        anna.get(f"/w/lindenhof/clients/{cast.carla.pk}/")
    first = anna.get(LOG, {"act": "client.view"}).content.decode()
    assert first.count("Akte geöffnet</td>") == 50 and "after=" in first


def test_a_chain_that_holds_is_called_so(cast: Cast, browse: Browse) -> None:
    assert "Die Kette hält:" in browse("anna").post(f"{LOG}verification/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_row_that_was_changed_above_the_serving_role_is_named() -> None:
    from tests.cast import assemble

    cast = assemble()
    owner = {"user": settings.OWNING["USER"], "password": settings.OWNING["PASSWORD"]}
    where = {
        "host": settings.OWNING["HOST"],
        "port": settings.OWNING["PORT"] or None,
        "dbname": connection.settings_dict["NAME"],
    }
    with psycopg.connect(**owner, **where) as database:
        database.execute("UPDATE audit_event SET actor = 'Niemand' WHERE act = 'client.creation' AND actor = 'Anna'")
    browser = Browser()
    browser.force_login(cast.users["anna"])
    text = browser.post(f"{LOG}verification/").content.decode()
    assert "Die Kette hält nicht" in text and "wurde geändert (client.creation" in text
