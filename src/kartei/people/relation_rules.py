"""What no relation may be. Asked under the lock of `relating`, so that two at the same moment see each other."""

from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from kartei.db.scope import current_workspace_id
from kartei.people.models import ANCESTRY, Person, PersonState, Relationship, RelationType
from kartei.tenancy.models import Member

# everybody above a person, by chains of parents and grandparents; UNION forgets who has been met already
ABOVE = """
WITH RECURSIVE above (id) AS (
    SELECT %(start)s::uuid
    UNION
    SELECT r.other_id FROM above JOIN people_relationship r
    ON r.workspace_id = %(workspace)s AND r.person_id = above.id AND r.type_id = ANY(%(types)s) AND r.id <> %(itself)s
)
SELECT EXISTS (SELECT FROM above WHERE id = %(sought)s)
"""


class RelationRefused(Exception):
    """A rule forbids this relation: `text` says which, `field` where it was chosen."""

    def __init__(self, field: str, text: str) -> None:
        super().__init__(text)
        self.field, self.text = field, text


def check(relation: Relationship, *, by: Member) -> None:
    """Raise RelationRefused for a person with themselves, two contacts, a twin, a loop, a second main payer.

    The sentence names nobody whom `by` cannot see.
    """
    if relation.person_id == relation.other_id:
        raise RelationRefused("other", _("A person cannot be linked with themselves."))
    _refuse_merged(relation)
    if not (relation.person.is_client or relation.other.is_client):
        raise RelationRefused("other", _("Contacts are linked with clients, not with each other."))
    _refuse_leaving_type(relation)
    _refuse_twin(relation)
    refuse_loop(relation)
    _refuse_second_main_payer(relation, by)


def twin_of(relation: Relationship) -> Relationship | None:
    """Another relation that says the same of the same two."""
    between = Q(person=relation.person, other=relation.other)
    if relation.type.is_symmetric:
        between |= Q(person=relation.other, other=relation.person)
    twin: Relationship | None = Relationship.objects.filter(between, type=relation.type).exclude(pk=relation.pk).first()
    return twin


def _refuse_leaving_type(relation: Relationship) -> None:
    """A type that is being replaced takes nobody any more; somebody may have chosen it before."""
    if not RelationType.objects.offered().filter(pk=relation.type_id).exists():
        raise RelationRefused("type", _("This type has just been taken out. Please choose another one."))


def _refuse_merged(relation: Relationship) -> None:
    """Somebody may have merged one of them since the form was opened."""
    ends = Person.objects.filter(pk__in=[relation.person_id, relation.other_id])
    if ends.filter(state=PersonState.MERGED).exists():
        raise RelationRefused("other", _("One of the two records has been merged into another one meanwhile."))


def _refuse_twin(relation: Relationship) -> None:
    if twin_of(relation):
        raise RelationRefused("type", _("This is recorded already: %(sentence)s") % {"sentence": relation})


def refuse_loop(relation: Relationship) -> None:
    """`other` becomes an elder of `person`, who therefore must not be one of the elders of `other`."""
    if relation.type.code not in ANCESTRY:
        return
    values: dict[str, Any] = {
        "start": relation.other_id,
        "sought": relation.person_id,
        "itself": relation.pk,
        "workspace": current_workspace_id(),
        "types": list(RelationType.objects.filter(code__in=ANCESTRY).values_list("pk", flat=True)),
    }
    with connection.cursor() as cursor:
        cursor.execute(ABOVE, values)
        row = cursor.fetchone()
    if row and row[0]:
        text = _("That would be a circle: %(person)s is already recorded as a parent or grandparent of %(other)s.")
        names = {"person": relation.person.name, "other": relation.other.name}
        raise RelationRefused("type", text % names)


def _refuse_second_main_payer(relation: Relationship, by: Member) -> None:
    if not relation.is_main_payer:
        return
    others = Relationship.objects.filter(person=relation.person, is_main_payer=True).exclude(pk=relation.pk)
    first = others.select_related("other").first()
    if first is not None:
        if not Person.objects.visible_to(by).filter(pk=first.other.pk).exists():
            raise RelationRefused("is_main_payer", _("There is a main billing recipient already."))
        text = _("%(payer)s is the main billing recipient of %(person)s already. Take the mark away there first.")
        raise RelationRefused("is_main_payer", text % {"payer": first.other.name, "person": relation.person.name})
