"""One form, one object: the second click gets the first one's answer, at once or after waiting."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connections
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory

from kartei.db.scope import workspace_scope
from kartei.people.models import Tag
from kartei.tenancy.models import Submission
from kartei.tenancy.submissions import once
from tests.cast import Cast, assemble


def click(cast: Cast, key: UUID | str, name: str = "anna", path: str = "/w/lindenhof/x/", **told: str) -> Any:
    request: Any = RequestFactory().post(path, {"submission": str(key), **told})
    request.member, request.workspace = cast.members[name], cast.lindenhof
    return request


@once
def make_tag(request: Any) -> HttpResponse:
    Tag.objects.create(name=request.path, key=uuid4().hex)
    return HttpResponseRedirect("/made/")


@contextmanager
def here(cast: Cast) -> Iterator[None]:
    with workspace_scope(cast.lindenhof.id):
        yield


def test_the_second_click_is_sent_where_the_first_went(cast: Cast) -> None:
    key = uuid4()
    with here(cast):
        first, second = make_tag(click(cast, key)), make_tag(click(cast, key))
        assert first.headers["Location"] == second.headers["Location"] == "/made/"
        assert Tag.objects.filter(name="/w/lindenhof/x/").count() == 1


def test_a_key_of_somebody_else_or_of_another_form_gets_409(cast: Cast) -> None:
    key = uuid4()
    with here(cast):
        make_tag(click(cast, key))
        assert make_tag(click(cast, key, name="rita")).status_code == 409
        assert make_tag(click(cast, key, path="/w/lindenhof/y/")).status_code == 409
        assert Tag.objects.filter(name="/w/lindenhof/x/").count() == 1


def test_a_form_that_back_has_brought_again_and_says_something_else_is_another_one(cast: Cast) -> None:
    key = uuid4()
    with here(cast):
        for name in ("Eins", "Zwei", "Zwei"):
            assert make_tag(click(cast, key, text=name)).headers["Location"] == "/made/"
        assert Tag.objects.filter(name="/w/lindenhof/x/").count() == 2


def test_a_refused_form_frees_its_key(cast: Cast) -> None:
    key, refuse = uuid4(), once(lambda request: HttpResponse(status=422))
    with here(cast):
        assert refuse(click(cast, key)).status_code == 422
        assert not Submission.objects.exists()


def test_a_form_without_a_key_is_answered_each_time(cast: Cast) -> None:
    with here(cast):
        for key in ("", "no key"):
            assert make_tag(click(cast, key)).status_code == 302
        assert Tag.objects.filter(name="/w/lindenhof/x/").count() == 2


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_the_same_moment_make_one_object() -> None:
    cast, key, answers = assemble(), uuid4(), []
    together = threading.Barrier(10)

    def press() -> None:
        together.wait()
        try:
            with here(cast):
                answers.append(make_tag(click(cast, key)).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with here(cast):
        assert Tag.objects.filter(name="/w/lindenhof/x/").count() == 1
    assert sorted(answers) == [302] + [303] * 9  # one made it, nine were sent after
