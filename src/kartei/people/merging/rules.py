"""How rows that point at a person go over when records are merged, and how they come back.

A rule covers foreign keys. `take_over` brings rows to the winner and keeps what they said before; `give_back` is the
reverse; `added` finds what the winner has got since, of which undo asks to which record it belongs.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from kartei.people.merging.sheet import is_there, plain
from kartei.people.models import Merge, MergeMove
from kartei.tenancy.models import Member

Covered = tuple[str, str]  # label of a model, name of its foreign key


@dataclass(frozen=True, slots=True)
class Added:
    """Something that the winner has got after the merge."""

    name: str  # in the form
    word: Any  # what it is called: „Aufgabe“
    text: str
    at: datetime
    give: Callable[[Merge], None]  # to the record that comes back


class Rule(Protocol):
    """What a line of the table in `coverage` is; other domains add theirs to `people.hooks.moving`."""

    @property
    def covers(self) -> tuple[Covered, ...]: ...

    def take_over(self, merge: Merge) -> None: ...

    def gather(self, merge: Merge) -> None: ...

    def give_back(self, merge: Merge) -> None: ...

    def added(self, merge: Merge, *, seen_by: Member) -> Iterable[Added]: ...

    def told(self, loser_id: UUID, winner_id: UUID) -> str: ...


@dataclass(frozen=True)
class Stays:
    """The row keeps pointing at the loser: a log, or what only the two records themselves need."""

    row: str
    column: str
    why: str

    @property
    def covers(self) -> tuple[Covered, ...]:
        return ((self.row, self.column),)

    def take_over(self, merge: Merge) -> None:
        """Nothing moves."""

    def gather(self, merge: Merge) -> None:
        """Nothing has to follow."""

    def give_back(self, merge: Merge) -> None:
        """Nothing has moved."""

    def added(self, merge: Merge, *, seen_by: Member) -> Iterable[Added]:
        return ()

    def told(self, loser_id: UUID, winner_id: UUID) -> str:
        return ""


@dataclass(frozen=True)
class Moves:
    """Every row of the loser points at the winner from now on."""

    row: str
    column: str
    counted: Any  # ngettext_lazy: how many of them, in words
    word: Any  # what one of them is called
    text: Callable[[Any], str] = str
    only: Any = None  # Q: of which rows undo asks, and which are counted

    @property
    def covers(self) -> tuple[Covered, ...]:
        return ((self.row, self.column),)

    @property
    def model(self) -> Any:
        return apps.get_model(self.row)

    def take_over(self, merge: Merge) -> None:
        rows = list(self._rows(merge.loser_id).order_by("pk").values_list("pk", flat=True))
        keep(merge, self.row, {pk: ({self._attname: str(merge.loser_id)}, None) for pk in rows})
        self.model.objects.filter(pk__in=rows).update(**{self._attname: merge.winner_id})

    def gather(self, merge: Merge) -> None:
        """Rows whose transaction was at work while the merge was: they come after."""
        self.take_over(merge)

    def give_back(self, merge: Merge) -> None:
        for move in merge.moves.filter(table=self.row):
            restore(self.model, move, still={self._attname: merge.winner_id})

    def added(self, merge: Merge, *, seen_by: Member) -> Iterable[Added]:
        rows = self._rows(merge.winner_id).filter(pk__gt=merge.pk)
        rows = rows.exclude(pk__in=merge.moves.filter(table=self.row).values("row_id"))
        rows = rows.filter(self.only) if self.only is not None else rows
        return [self._added(row) for row in rows.order_by("pk")]

    def told(self, loser_id: UUID, winner_id: UUID) -> str:
        count = self._coming(loser_id, winner_id)
        return str(self.counted % {"num": count}) if count else ""

    def _coming(self, loser_id: UUID, winner_id: UUID) -> int:
        """How many rows the winner would get."""
        rows = self._rows(loser_id)
        return int((rows.filter(self.only) if self.only is not None else rows).count())

    @property
    def _attname(self) -> str:
        return str(self.model._meta.get_field(self.column).attname)

    def _rows(self, person_id: UUID) -> Any:
        return self.model.objects.filter(**{self._attname: person_id})

    def _added(self, row: Any) -> Added:
        def give(merge: Merge) -> None:
            self._rows(merge.winner_id).filter(pk=row.pk).update(**{self._attname: merge.loser_id})

        return Added(f"row-{row.pk.hex}", self.word, self.text(row), made_at(row.pk), give)


@dataclass(frozen=True)
class Joins(Moves):
    """As above, but where the winner has the same already, the loser's row stays aside with the loser."""

    same: tuple[str, ...] = ()  # the columns by which two rows say the same

    def take_over(self, merge: Merge) -> None:
        has = set(self._rows(merge.winner_id).values_list(*self.same))
        found = [row for row in self._rows(merge.loser_id).order_by("pk") if not is_aside(merge, self.row, row.pk)]
        rows = [row for row in found if self._key(row) not in has]
        set_aside(merge, self.row, [row.pk for row in found if self._key(row) in has])
        keep(merge, self.row, {row.pk: ({self._attname: str(merge.loser_id)}, whole(row)) for row in rows})
        self.model.objects.filter(pk__in=[row.pk for row in rows]).update(**{self._attname: merge.winner_id})

    def _coming(self, loser_id: UUID, winner_id: UUID) -> int:
        has = set(self._rows(winner_id).values_list(*self.same))
        return len(set(self._rows(loser_id).values_list(*self.same)) - has)

    def _key(self, row: Any) -> tuple[Any, ...]:
        return tuple(getattr(row, name) for name in self.same)

    def _added(self, row: Any) -> Added:
        found = super()._added(row)

        def give(merge: Merge) -> None:
            same = {name: getattr(row, name) for name in self.same}
            if self._rows(merge.loser_id).filter(**same).exists():  # it has that one aside
                self._rows(merge.winner_id).filter(pk=row.pk).delete()
            else:
                found.give(merge)

        return Added(found.name, found.word, found.text, found.at, give)


@dataclass(frozen=True)
class Copies(Moves):
    """Rows that a section of the record rewrites whenever it is saved: the winner gets its own of those it lacks.

    The loser's stay as they are. Equal are rows of the same key, since ids do not outlive a save.
    """

    key: Callable[[Any], Any] = str

    def take_over(self, merge: Merge) -> None:
        own, theirs = list(self._rows(merge.winner_id)), list(self._rows(merge.loser_id))
        had, place = {self.key(row) for row in own}, max((row.position for row in own), default=-1)
        came: dict[str, Any] = {}
        for row in theirs:
            if (key := self.key(row)) not in had and key not in came:
                place += 1
                came[key] = self._copy(row, merge.winner_id, place, is_main=not own and not came)
        self.model.objects.bulk_create(came.values())
        merge.known[self.row] = {"own": sorted(had), "came": sorted(came)}

    def gather(self, merge: Merge) -> None:
        """Nothing: a section of a merged record is not saved any more."""

    def give_back(self, merge: Merge) -> None:
        came = set(merge.known.get(self.row, {}).get("came", ()))
        gone = [row for row in self._rows(merge.winner_id) if self.key(row) in came]
        self.model.objects.filter(pk__in=[row.pk for row in gone]).delete()
        left = self._rows(merge.winner_id)
        if any(row.is_main for row in gone) and (first := left.first()):
            left.filter(pk=first.pk).update(is_main=True)

    def added(self, merge: Merge, *, seen_by: Member) -> Iterable[Added]:
        if self.row not in merge.known:
            return ()
        there = set().union(*merge.known[self.row].values())
        return [self._added(row) for row in self._rows(merge.winner_id) if self.key(row) not in there]

    def _coming(self, loser_id: UUID, winner_id: UUID) -> int:
        has = {self.key(row) for row in self._rows(winner_id)}
        return len({self.key(row) for row in self._rows(loser_id)} - has)

    def _copy(self, row: Any, winner_id: UUID, place: int, *, is_main: bool) -> Any:
        values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        del values["id"]
        return self.model(**{**values, self._attname: winner_id, "position": place, "is_main": is_main})

    def _added(self, row: Any) -> Added:
        def give(merge: Merge) -> None:
            theirs = self._rows(merge.loser_id)
            place = max((other.position for other in theirs), default=-1) + 1
            values = {self._attname: merge.loser_id, "position": place, "is_main": place == 0}
            self._rows(merge.winner_id).filter(pk=row.pk).update(**values)

        return Added(f"row-{row.pk.hex}", self.word, self.text(row), made_at(row.pk), give)


def keep(merge: Merge, table: str, rows: dict[UUID, tuple[dict[str, Any], dict[str, Any] | None]]) -> None:
    """Write down what rows said before they went over: {id: (columns before, the whole row or None)}."""
    MergeMove.objects.bulk_create(
        [MergeMove(merge=merge, table=table, row_id=pk, former=former, whole=row) for pk, (former, row) in rows.items()]
    )


def set_aside(merge: Merge, table: str, ids: Iterable[UUID]) -> None:
    """Note the rows that stay with the loser: what the winner loses later is not given back by the late job."""
    merge.known.setdefault("aside", {}).setdefault(table, []).extend(str(pk) for pk in ids)


def is_aside(merge: Merge, table: str, pk: UUID) -> bool:
    return str(pk) in merge.known.get("aside", {}).get(table, ())


def restore(model: Any, move: MergeMove, *, still: dict[str, Any]) -> None:
    """Give a row its former columns, if it is still where the merge has put it; one deleted since comes back whole."""
    rows = model.objects.filter(pk=move.row_id)
    if _put_back(model, rows.filter(**still), move.former) or move.whole is None or rows.exists():
        return
    if all(_is_there(model, name, value) for name, value in move.whole.items()):
        fields = {field.attname: field for field in model._meta.concrete_fields}
        row = model(**{name: fields[name].to_python(value) for name, value in move.whole.items() if name in fields})
        try:
            with transaction.atomic():  # the record may have got the same again by now
                row.save(force_insert=True)
        except IntegrityError:
            return
        rows.update(**{name: value for name, value in move.whole.items() if name != "id"})  # its times too


def _put_back(model: Any, rows: Any, former: dict[str, Any]) -> int:
    """None where what a column pointed at is gone, or the record has got the same again by now."""
    if not all(_is_there(model, name, value) for name, value in former.items()):
        return 0
    try:
        with transaction.atomic():
            return int(rows.update(**former))
    except IntegrityError:
        return 0


def whole(row: models.Model) -> dict[str, Any]:
    """All columns of a row as JSON has them."""
    return {field.attname: plain(field, row) for field in row._meta.concrete_fields if field.name != "workspace"}


def made_at(pk: UUID) -> datetime:
    """When a row was made: the time is part of our ids."""
    return datetime.fromtimestamp((pk.int >> 80) / 1000, tz=timezone.get_current_timezone())


def _is_there(model: Any, attname: str, value: Any) -> bool:
    """Whether what a column points at still exists."""
    field = next((field for field in model._meta.concrete_fields if field.attname == attname), None)
    return field is None or is_there(field, value)
