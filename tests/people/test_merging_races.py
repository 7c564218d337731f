"""Two at the same moment: one merge happens, the other reads why not, and nothing is lost."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from kartei.db.scope import workspace_scope
from kartei.people.merging.parting import part
from kartei.people.merging.uniting import MergeRefused, gather, merge
from kartei.people.models import Merge, Person, Task
from kartei.people.tasking import Errand, create_task
from tests.cast import Cast, assemble
from tests.people.twins import again, client, dump

pytestmark = pytest.mark.django_db(transaction=True)


def together(cast: Cast, *acts: Callable[[], object]) -> list[str]:
    """Do all at once, each in a connection and a transaction of its own; what came of them, sorted."""
    start, outcomes = threading.Barrier(len(acts)), list[str]()

    def do(act: Callable[[], object]) -> None:
        start.wait()
        try:
            with workspace_scope(cast.lindenhof.id):
                act()
            outcomes.append("done")
        except MergeRefused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


@pytest.fixture
def crowd() -> tuple[Cast, list[Person]]:
    cast = assemble()
    with workspace_scope(cast.lindenhof.id):
        people = [client(name, "Gedränge", by=cast.anna) for name in "ABC"]
        for person in people:
            create_task(Errand(f"für {person.first_name}", None, [cast.anna]), client=person, by=cast.anna)
    return cast, people


def test_of_merges_at_the_same_moment_none_loses_anything(crowd: tuple[Cast, list[Person]]) -> None:
    cast, (a, b, c) = crowd
    with workspace_scope(cast.lindenhof.id):
        before = dump(a.pk, b.pk, c.pk)
    acts = [
        lambda winner=winner, loser=loser: merge(winner, loser, {}, by=cast.anna)
        for winner, loser in ((a, b), (b, a), (a, b), (b, a))
    ]
    assert together(cast, *acts) == ["done", "refused", "refused", "refused"]
    with workspace_scope(cast.lindenhof.id):
        made = Merge.objects.get()
        assert Task.objects.filter(client=made.winner_id).count() == 2
    acts = [lambda: part(made, {}, by=cast.anna)] * 3
    assert together(cast, *acts) == ["done", "refused", "refused"]
    with workspace_scope(cast.lindenhof.id):
        assert dump(a.pk, b.pk, c.pk) == before
    acts = [lambda: merge(a, b, {}, by=cast.anna), lambda: merge(b, c, {}, by=cast.anna)]
    together(
        cast, *acts
    )  # both may stand: then b has gone on to a with what it had got from c, or the second was refused
    with workspace_scope(cast.lindenhof.id):
        living = [person.pk for person in Person.objects.filter(pk__in=[a.pk, b.pk, c.pk], state="live")]
        assert Task.objects.filter(client__in=living).count() == 3
        for made in Merge.objects.filter(undone_at=None).order_by("-pk"):
            part(made, {}, by=cast.anna)
        assert dump(a.pk, b.pk, c.pk) == before


def test_a_task_that_was_being_made_meanwhile_comes_after(crowd: tuple[Cast, list[Person]]) -> None:
    """Foreign keys are checked at the commit, so that the merge does not see the task and its maker not the merge."""
    cast, (a, b, _c) = crowd
    with workspace_scope(cast.lindenhof.id):
        made = merge(a, b, {}, by=cast.anna)
        late = create_task(Errand("zu spät", None, [cast.anna]), client=again(b), by=cast.anna)
    gather(cast.lindenhof.id, made.pk)
    gather(cast.lindenhof.id, made.pk)
    with workspace_scope(cast.lindenhof.id):
        assert Task.objects.get(pk=late.pk).client_id == a.pk
        part(made, {}, by=cast.anna)
        assert Task.objects.get(pk=late.pk).client_id == b.pk
