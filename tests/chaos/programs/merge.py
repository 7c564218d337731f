"""Two records are merged and parted."""

import json
import random
from typing import Any

from kartei.db.scope import workspace_scope
from kartei.people.merging.parting import part
from kartei.people.merging.uniting import merge
from kartei.people.models import ClientTag, Merge, Relationship, RelationType, Tag
from kartei.people.tasking import Errand, create_task
from tests.chaos.killing import forked
from tests.chaos.programs.founding import founded
from tests.people.twins import again, client, dump


def killed(count: int) -> dict[str, Any]:
    """Merge and undo in turn, each killed once and then done."""
    with founded("Merge") as (workspace, anna):
        one = client("Eva", "Eins", by=anna, email="eins@x.example", phone="030 1234567")
        two = client("Eva", "Zwei", by=anna, email="zwei@x.example", note="Notiz")
        create_task(Errand("Anrufen", None, [anna]), client=two, by=anna)
        ClientTag.objects.create(client=two.client, tag=Tag.objects.create(name="Neu", key="neu"))
        third = client("Fern", "Drei", by=anna)
        Relationship.objects.create(person=two, other=third, type=RelationType.objects.all()[0])

    def state() -> list[Any]:
        with workspace_scope(workspace.id):
            standing = Merge.objects.filter(undone_at=None).count()
            return [standing, json.loads(json.dumps(dump(one.pk, two.pk), default=str))]

    def unite() -> None:
        with workspace_scope(workspace.id):
            merge(again(one), again(two), {"person-name_prefix": "loser"}, by=anna)

    def separate() -> None:
        with workspace_scope(workspace.id):
            part(Merge.objects.get(undone_at=None), {}, by=anna)

    apart = state()
    size = {act.__name__: forked(act) for act in (unite, separate)}
    wrong = []
    for turn in range(count):
        act = separate if turn % 2 else unite
        name = act.__name__
        last, before = random.randint(1, size[name] or 0), state()
        if act is unite and before != apart:
            wrong.append("undo has not brought all of it back")
        if forked(act, last) is not None:
            wrong.append(f"{name} was not killed at {last}")
        if state() != before:
            wrong.append(f"{name}, statement {last} of {size[name]}")
        forked(act)  # and then it can be done
        if state()[0] != (1 if act is unite else 0):
            wrong.append(f"{name} after a kill at {last}")
    return {"wrong": wrong, "size": size}
