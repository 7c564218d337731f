"""WS-03: a new workspace brings a demo client and a demo contact."""

from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client as Browser

from kartei.db.scope import workspace_scope
from kartei.demo.founding import add_examples
from kartei.people.models import Client, Person, Relationship
from kartei.tenancy.models import Member
from tests.cast import Cast

Login = Callable[[str], Browser]


@pytest.fixture
def founded(cast: Cast) -> Cast:
    with workspace_scope(cast.nord.id):
        add_examples(cast.nord, cast.members["eve"])
    return cast


def test_both_lists_show_an_example_with_the_badge_and_both_open(founded: Cast, browse: Login) -> None:
    browser = browse("eve")
    for name, person in (("clients", "Sabine Beispiel"), ("contacts", "Petra Probe")):
        page = browser.get(f"/w/nord/{name}/").content.decode()
        assert person in page
        assert ">Demo<" in page.replace("\n", "").replace("  ", "")
    with workspace_scope(founded.nord.id):
        sabine, petra = (
            Person.objects.get(last_name="Beispiel"),
            Person.objects.get(last_name="Probe"),
        )
    assert browser.get(f"/w/nord/clients/{sabine.id}/").status_code == 200
    assert browser.get(f"/w/nord/clients/{sabine.id}/personal/").status_code == 200
    assert browser.get(f"/w/nord/contacts/{petra.id}/").status_code == 200


def test_examples_take_no_number_and_send_no_mail(founded: Cast) -> None:
    with workspace_scope(founded.nord.id):
        examples = Client.objects.filter(person__is_demo=True)
        assert [client.number for client in examples] == [None, None]
        taken = list(Client.objects.filter(person__is_demo=False).values_list("number", flat=True))
    assert taken == [1]  # Norbert's, from before
    assert mail.outbox == []


def test_the_example_contact_is_the_family_doctor_of_the_example_client(
    founded: Cast,
) -> None:
    with workspace_scope(founded.nord.id):
        relation = Relationship.objects.select_related("person", "other", "type").get(person__is_demo=True)
    assert (relation.person.name, relation.type.code, relation.other.name) == (
        "Sabine Beispiel", "family_doctor", "Dr. Petra Probe",
    )  # fmt: skip


def test_the_example_member_has_no_login_and_no_address(founded: Cast) -> None:
    with workspace_scope(founded.nord.id):
        mia = Member.objects.get(is_demo=True)
    assert (mia.name, mia.user, mia.email) == ("Mia Demo", None, "")


def test_examples_are_found_by_the_search(founded: Cast, browse: Login) -> None:
    page = browse("eve").post("/w/nord/clients/search/", {"q": "beisp"}).content.decode()
    assert "Sabine Beispiel" in page
