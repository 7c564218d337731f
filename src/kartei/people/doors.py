"""The only ways to a person: out of reach is 404, in sight but not to be edited is 403."""

from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from kartei.people.fields.reading import Reading
from kartei.people.merging.trail import successor_of
from kartei.people.models import (
    BulkAct,
    DuplicatePair,
    Field,
    FieldFile,
    FieldSection,
    Import,
    Merge,
    Person,
    PersonState,
    Photo,
    Relationship,
    RelationType,
    Release,
    SavedView,
    Status,
    Tag,
    Task,
)
from kartei.people.relations import WITH, related
from kartei.people.saved_views import may_change
from kartei.people.ways import record_address
from kartei.tenancy.doors import MemberRequest, View
from kartei.web.responses import Elsewhere


def person_for(request: MemberRequest, person_id: UUID, *, is_client: bool, in_trash: bool = False) -> Person:
    """A client (its row is `.client`) or a contact, with the profile, for what the view's right allows."""
    person = anybody_for(request, person_id, in_trash=in_trash)
    if person.is_client != is_client:
        if request.method not in ("GET", "HEAD"):
            raise Http404
        raise Elsewhere(record_address(request, person))  # they were converted, and the address is an old one
    return person


def anybody_for(request: MemberRequest, person_id: UUID, *, in_trash: bool = False) -> Person:
    """As above, be it a client or a contact; one in the trash only for whoever brings it back."""
    gone = [PersonState.MERGED] if in_trash else [PersonState.TRASH, PersonState.MERGED]
    people = Person.objects.exclude(state__in=gone)
    people = people.select_related("profile", "client__status").filter(pk=person_id)
    person: Person | None = people.visible_to(request.member, request.right.view).first()
    if person is None:
        _lead_on(request, person_id)
        raise Http404
    if request.right.is_edit and not people.visible_to(request.member, request.right).exists():
        raise PermissionDenied
    return person


def gone_is_404(view: View) -> View:
    """What a verb does not find any more is 404, as if its door had not: somebody took it out a moment ago.

    Stands below `for_members`.
    """

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except ObjectDoesNotExist as missing:
            raise Http404 from missing

    return guarded


def _lead_on(request: MemberRequest, person_id: UUID) -> None:
    """Raise Elsewhere for a record that was merged into one which the member sees: the same page of that one."""
    winner_id = successor_of(person_id)
    if winner_id is None:
        return
    seen = Person.objects.visible_to(request.member, request.right.view).exclude(state=PersonState.TRASH)
    if (winner := seen.filter(pk=winner_id).first()) is not None:
        text = _("This record was merged into %(name)s.") % {"name": winner.name}
        raise Elsewhere(request.path.replace(str(person_id), str(winner_id)), text)


def pair_for(request: MemberRequest, pair_id: UUID) -> DuplicatePair:
    """A pair that looks alike, of which the member may change both."""
    reach = Person.objects.visible_to(request.member, request.right).values("id")
    pairs = DuplicatePair.objects.select_related("first", "second").filter(first__in=reach, second__in=reach)
    pair: DuplicatePair | None = pairs.filter(pk=pair_id).first()
    if pair is None:
        raise Http404
    return pair


def merge_for(request: MemberRequest, merge_id: UUID) -> Merge:
    """A merge into a record that the member may change; whether it can be undone is asked later."""
    reach = Person.objects.visible_to(request.member, request.right).values("id")
    merges = Merge.objects.select_related("winner__profile", "winner__client", "loser__client", "by")
    merge: Merge | None = merges.filter(pk=merge_id, winner__in=reach).first()
    if merge is None:
        raise Http404
    return merge


def client_for(request: MemberRequest, client_id: UUID) -> Person:
    return person_for(request, client_id, is_client=True)


def relation_for(request: MemberRequest, person: Person, relation_id: UUID) -> Relationship:
    """A relation of a person whom the view has let in; none that the member's page of that person leaves out."""
    found = related(person, seen_by=request.member).select_related(*WITH)
    relation: Relationship | None = found.filter(pk=relation_id).first()
    if relation is None:
        raise Http404
    return relation


def release_for(request: MemberRequest, relation: Relationship, client: Person, release_id: UUID) -> Release:
    """A release of secrecy by which is told of this client to the other one of a relation that was let in."""
    found = Release.objects.filter(relationship=relation, client_id=client.pk, pk=release_id)
    release: Release | None = found.first()
    if release is None:
        raise Http404
    release.relationship = relation  # with both people
    return release


def import_for(request: MemberRequest, import_id: UUID) -> Import:
    """An import of the workspace; who may import at all has been asked by the view (`for_members`)."""
    batch: Import | None = Import.objects.select_related("blob", "member").filter(pk=import_id).first()
    if batch is None:
        raise Http404
    return batch


def bulk_for(request: MemberRequest, bulk_id: UUID) -> BulkAct:
    """An act on many clients, for whoever began it."""
    bulk: BulkAct | None = BulkAct.objects.filter(pk=bulk_id, member=request.member).first()
    if bulk is None:
        raise Http404
    return bulk


def task_for(request: MemberRequest, task_id: UUID, *, is_deleted: bool = False) -> Task:
    """A task in sight, with its client; a deleted one only for whoever restores it. What they may do is asked later."""
    tasks = Task.objects.select_related("client__person", "done_by").visible_to(request.member)
    tasks = tasks.filter(deleted_at__isnull=False) if is_deleted else tasks.present()
    task: Task | None = tasks.filter(pk=task_id).first()
    if task is None:
        raise Http404
    return task


def status_for(request: MemberRequest, status_id: UUID) -> Status:
    """A status of the workspace, unless it is just being replaced; who may change it has been asked by the view."""
    status: Status | None = Status.objects.offered().filter(pk=status_id).first()
    if status is None:
        raise Http404
    return status


def tag_for(request: MemberRequest, tag_id: UUID) -> Tag:
    """A tag of the workspace; who may change it has been asked by the view."""
    tag: Tag | None = Tag.objects.filter(pk=tag_id).first()
    if tag is None:
        raise Http404
    return tag


def relation_type_for(request: MemberRequest, type_id: UUID) -> RelationType:
    """A type of relations, unless it is just being replaced; who may change it has been asked by the view."""
    kind: RelationType | None = RelationType.objects.offered().filter(pk=type_id).first()
    if kind is None:
        raise Http404
    return kind


def field_for(request: MemberRequest, field_id: UUID) -> Field:
    """An own field of the workspace, archived ones too; who may change it has been asked by the view."""
    field: Field | None = Field.objects.select_related("section").filter(pk=field_id).first()
    if field is None:
        raise Http404
    return field


def file_for(request: MemberRequest, person: Person, file_id: UUID) -> FieldFile:
    """A file in an own field of a person whom the view has let in, when the record names it and the member sees it."""
    found: FieldFile | None = (
        FieldFile.objects.filter(pk=file_id, person=person).select_related("blob", "field").first()
    )
    reading = Reading(person, request.member)
    if found is None or reading.kept(person).get(found.field.name) != str(file_id):
        raise Http404
    if found.field.name not in reading.fields:
        raise Http404
    return found


def photo_for(request: MemberRequest, person: Person, photo_id: UUID) -> Photo:
    """The photo that is shown of a person whom the view has let in; one that was replaced is not there."""
    photos = Photo.objects.select_related("large", "small").filter(person=person, pk=person.profile.photo_id)
    photo: Photo | None = photos.filter(pk=photo_id).first()
    if photo is None:
        raise Http404
    return photo


def own_section_for(request: MemberRequest, section_id: UUID) -> FieldSection:
    """An own section of the workspace; who may change it has been asked by the view."""
    section: FieldSection | None = FieldSection.objects.filter(pk=section_id, built_in="").first()
    if section is None:
        raise Http404
    return section


def view_for(request: MemberRequest, view_id: UUID) -> SavedView:
    """A view of a list that the member sees: their own, or a shared one."""
    view: SavedView | None = SavedView.objects.visible_to(request.member).filter(pk=view_id).first()
    if view is None:
        raise Http404
    return view


def changeable_view_for(request: MemberRequest, view_id: UUID, *, is_deleted: bool = False) -> SavedView:
    """As above, when the member may change it, too; a deleted one only for whoever restores it."""
    if not is_deleted:
        view = view_for(request, view_id)
    elif (found := SavedView.objects.filter(pk=view_id).exclude(deleted_at=None).first()) is None:
        raise Http404
    else:
        view = found
    if not may_change(view, request.member):
        raise PermissionDenied if view.is_shared else Http404
    return view
