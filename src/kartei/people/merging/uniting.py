"""„Zusammenführen“: one record takes another in, in one transaction, so that a crash leaves both whole."""

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from kartei.audit.recording import record
from kartei.db.scope import workspace_scope
from kartei.people import searching
from kartei.people.merging import sheet
from kartei.people.merging.choices import LAST_NAME, Labels, grouped, merged
from kartei.people.merging.coverage import rules
from kartei.people.merging.trail import standing
from kartei.people.models import FieldSection, Merge, Person, PersonState
from kartei.people.relating import lock
from kartei.people.sections import CLIENT_SECTIONS, CONTACT_SECTIONS
from kartei.people.versions import StaleVersion
from kartei.tenancy.models import Member

MERGEABLE = {PersonState.LIVE, PersonState.ARCHIVED}
HEAD = ("status", "tags", "assignments", "relationships", "state", "imported", "photo", "conversion")


class MergeRefused(Exception):
    """Nothing was changed; `text` is the sentence that says why."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@transaction.atomic
def merge(
    winner: Person, loser: Person, chosen: Mapping[str, str], *, versions: tuple[int, int] | None = None, by: Member
) -> Merge:
    """Take `loser` into `winner`; `chosen` says of each field that differs whose text stays (choices.py).

    `versions` are the numbers of both records as they were read. Raises StaleVersion, MergeRefused.
    """
    winner, loser = locked(winner.pk, loser.pk)
    refuse_unlike(winner, loser)
    if versions is not None and versions != (winner.version, loser.version):
        raise StaleVersion
    made = Merge(winner=winner, loser=loser, state=loser.state, state_at=loser.state_at, by=by)
    made.known = {"consents": sheet.consent_ids(winner)}
    made.changes = _choose(winner, loser, chosen, by)
    made.save(force_insert=True)
    for rule in rules():
        rule.take_over(made)
    made.save(update_fields=["known", "changes"])
    loser.state, loser.state_at = PersonState.MERGED, made.at
    loser.save(update_fields=["state", "state_at"])
    settle(winner)
    _tell(made, by)
    return made


def gather(workspace_id: UUID, merge_id: UUID) -> None:
    """The job behind a merge: a row that was just being added to the loser would stay out of sight; bring it over."""
    with workspace_scope(workspace_id):
        made = standing().filter(pk=merge_id).first()
        while made is not None:
            locked(made.winner_id, made.loser_id)
            for rule in rules():
                rule.gather(made)
            made = standing().filter(loser=made.winner_id).first()


def locked(*ids: UUID) -> list[Person]:
    """Some records, locked in one order for all, as they are now. One merge of a workspace waits for the other."""
    lock()
    people = Person.objects.select_for_update(of=("self",)).select_related("profile", "client__status")
    found = {person.pk: person for person in people.filter(pk__in=ids).order_by("pk")}
    return [found[pk] for pk in ids]


def refuse_unlike(winner: Person, loser: Person) -> None:
    """Raise MergeRefused for what no merge may join."""
    if winner.pk == loser.pk:
        raise MergeRefused(_("A record cannot be merged with itself."))
    for person in (winner, loser):
        if person.state == PersonState.MERGED:
            raise MergeRefused(_("%(name)s has been merged into another record already.") % {"name": person.name})
        if person.state not in MERGEABLE:
            raise MergeRefused(_("%(name)s is in the trash.") % {"name": person.name})
    if winner.is_client != loser.is_client:
        raise MergeRefused(_("A client cannot be merged with a contact."))
    if winner.is_demo != loser.is_demo:
        raise MergeRefused(_("An example of the demo data cannot be merged with a real record."))


def settle(person: Person) -> None:
    """What every change of a whole record ends with: lists and search know it, open forms learn that they are old."""
    person = Person.objects.select_related("profile", "client").get(pk=person.pk)
    fixed = CLIENT_SECTIONS if person.is_client else CONTACT_SECTIONS
    own = [section.code for section in FieldSection.objects.all()]
    codes = {*person.versions, *HEAD, *own, *(section.code for section in fixed)}
    person.versions = {code: int(person.versions.get(code, 0)) + 1 for code in sorted(codes)}
    person.version += 1
    person.save(update_fields=["versions", "version"])
    searching.refresh(person)


def _choose(winner: Person, loser: Person, chosen: Mapping[str, str], by: Member) -> dict[str, list[object]]:
    """Write what was chosen to the winner; returns each column as [before, since]."""
    before = sheet.read(winner)
    sheet.write(winner, merged(winner, loser, chosen, by=by))
    since = sheet.read(winner)
    differ = {column for column in {**before, **since} if before.get(column) != since.get(column)}
    if differ & set(LAST_NAME):  # chosen together, asked for together
        differ |= set(LAST_NAME)
    return {column: [before.get(column), since.get(column)] for column in sorted(differ)}


def _tell(made: Merge, by: Member) -> None:
    """An event on either record; labels are those of the language at work, as nobody else's are at hand."""
    labels = Labels(made.winner, made.loser, by, for_all=True)
    before, since = ({column: pair[side] for column, pair in made.changes.items()} for side in (0, 1))
    told = {
        label: [labels.shown(columns, before), labels.shown(columns, since)]
        for columns in grouped(made.changes)
        if (label := labels.label(columns[0]))
    }
    own = {
        labels.label(column): column.rpartition(".")[2]
        for column in made.changes
        if column.startswith("own.") and labels.label(column)
    }
    for near, far, changes in ((made.winner, made.loser, told), (made.loser, made.winner, {})):
        kind = "client" if near.is_client else "contact"
        act = "merge" if near is made.winner else "absorption"
        record(f"{kind}.{act}", by=by, subject=near, client=near, merge=made.pk, with_name=far.name, with_id=far.pk,
               changes=changes, own=own if changes else {})  # fmt: skip
