"""Who needs a second factor, and „Einstellungen“ → „Sicherheit“."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Browser
from django.utils import timezone

from kartei.audit.models import Event
from kartei.db.scope import workspace_scope
from kartei.tenancy.models import Member, Workspace
from tests.accounts.device import Device, add_passkey
from tests.cast import PASSWORD, Cast

Browse = Callable[[str], Browser]
HERE, PAGE, CHANGE = "/w/lindenhof/", "/w/lindenhof/settings/", "/w/lindenhof/settings/security/"
DUTY = "/profile/second-factor/"


@pytest.fixture
def is_public(settings: Any) -> None:
    """As on a server that is reached from outside."""
    settings.KARTEI_FORCES_FACTOR = True


def age(cast: Cast, name: str, **time: float) -> None:
    with workspace_scope(cast.lindenhof.id):
        Member.objects.filter(pk=cast.members[name].pk).update(created_at=timezone.now() - timedelta(**time))


def test_nobody_is_asked_for_a_factor_on_a_loopback_address(cast: Cast, browse: Browse) -> None:
    age(cast, "anna", days=30)
    assert browse("anna").get(HERE).status_code == 200


@pytest.mark.usefixtures("is_public")
def test_administration_gets_in_with_a_factor_only_and_treatment_without(cast: Cast, browse: Browse) -> None:
    ada = Browser()
    ada.post("/login/", {"login": "ada@lindenhof.example", "password": PASSWORD})
    for place in (HERE, f"{HERE}clients/", PAGE):
        assert ada.get(place).url == DUTY
    assert ada.post(CHANGE, {"idle_minutes": 5, "version": 1}).url == DUTY
    assert "Ein zweiter Faktor ist nötig" in ada.get(DUTY).content.decode()
    add_passkey(ada, Device())
    assert ada.get(HERE).status_code == 200
    assert ada.get(DUTY).url == "/"
    assert browse("tom").get(HERE).status_code == 200


@pytest.mark.usefixtures("is_public")
def test_the_first_owner_may_put_it_off_for_seven_days(cast: Cast, browse: Browse) -> None:
    age(cast, "anna", days=6, hours=1)
    anna = browse("anna")
    assert "In 1 Tag wird er Pflicht" in anna.get(HERE).content.decode()
    age(cast, "anna", days=7, hours=1)
    assert anna.get(HERE).url == DUTY


@pytest.mark.usefixtures("is_public")
def test_a_second_owner_may_not(cast: Cast, browse: Browse) -> None:
    with workspace_scope(cast.lindenhof.id):
        cast.tom.take_preset("owner")
        cast.tom.save()
    age(cast, "anna", days=1)
    assert browse("tom").get(HERE).url == DUTY


@pytest.mark.usefixtures("is_public")
def test_a_workspace_asks_further_presets(cast: Cast, browse: Browse) -> None:
    Workspace.objects.filter(pk=cast.lindenhof.pk).update(factor_presets=["practitioner"])
    assert browse("tom").get(HERE).url == DUTY
    assert browse("rita").get(HERE).status_code == 200


def test_settings_are_saved_and_logged(cast: Cast, browse: Browse) -> None:
    told = {"idle_minutes": 10, "factor_presets": ["practitioner", "billing"], "version": 1}
    assert browse("anna").post(CHANGE, told).url == PAGE
    cast.lindenhof.refresh_from_db()
    assert (cast.lindenhof.idle_minutes, cast.lindenhof.factor_presets) == (10, ["practitioner", "billing"])
    with workspace_scope(cast.lindenhof.id):
        assert Event.objects.get(act="settings.change").detail["before"]["idle_minutes"] == 30


@pytest.mark.parametrize(
    "told", [{"idle_minutes": 4}, {"idle_minutes": 241}, {"idle_minutes": "x"}, {"factor_presets": ["owner"]}]
)
def test_what_is_out_of_bounds_is_refused_beside_the_field(cast: Cast, browse: Browse, told: dict[str, Any]) -> None:
    answer = browse("anna").post(CHANGE, {"idle_minutes": 10, "version": 1, **told})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    cast.lindenhof.refresh_from_db()
    assert cast.lindenhof.version == 1


def test_the_second_of_two_sees_both_and_loses_nothing(cast: Cast, browse: Browse) -> None:
    browse("ada").post(CHANGE, {"idle_minutes": 10, "version": 1})
    answer = browse("anna").post(CHANGE, {"idle_minutes": 20, "version": 1})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert 'value="20"' in page and '<td data-label="Inzwischen gespeichert">10</td>' in page
    cast.lindenhof.refresh_from_db()
    assert cast.lindenhof.idle_minutes == 10
    assert browse("anna").post(CHANGE, {"idle_minutes": 20, "version": 2}).url == PAGE
