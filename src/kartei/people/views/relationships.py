"""„Beziehungen“ of a client and of a contact: the table, and the dialogs that make, change and end a relation."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.audit.models import Event
from kartei.audit.recording import record
from kartei.lib import names
from kartei.people.candidates import candidates_for
from kartei.people.creating import create_client, create_contact, default_status
from kartei.people.doors import person_for, relation_for
from kartei.people.duplicates import likely_twins
from kartei.people.forms import ReversalForm, SearchForm
from kartei.people.models import BUILT_IN_RELATION_TYPES, Person, Relationship, RelationType
from kartei.people.panels import warn_of_phones
from kartei.people.relating import change_relation, connect, disconnect, reversible, take_back
from kartei.people.relation_forms import BondForm, ConnectForm, DeletionForm, RelationForm, RelativeForm, has_main_payer
from kartei.people.relation_rules import RelationRefused
from kartei.people.relations import seen_from
from kartei.people.tasks import look_for_twins
from kartei.people.versions import StaleVersion
from kartei.people.views.relation_frame import address, dialog, done, is_in_reach, part, sent, tab
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.tenancy.submissions import once
from kartei.web.query import id_in
from kartei.web.responses import Undo, conflict, is_htmx, refusal


@require_safe
@for_members(Right.PROFILES_VIEW)
def relationships(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    record("client.view" if is_client else "contact.view", by=request.member, subject=person, client=person)
    return tab(request, person)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
@once
def new_relationship(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """First whom, then what they are to each other; „Verbinden“ is the POST."""
    person = person_for(request, person_id, is_client=is_client)
    chosen = request.POST.get("other") or request.GET.get("with")
    if not chosen:
        return _choosing(request, person, status=422 if request.method == "POST" else 200)
    other = _in_reach(request, chosen)
    initial = {"other": other.pk, "is_main_payer": not has_main_payer(person, other), "code": _wished(request)}
    form = ConnectForm(sent(request), near=person, far_name=other.name, initial=initial)
    if form.is_valid():
        try:
            made = connect(person, other, form.bond, by=request.member)
            return _connected(request, person, made, undo=Undo(address(request, person, "deletion", made.pk), _first))
        except RelationRefused as refused:
            form.refuse(refused)
    return dialog(request, person, "connect", form, other=other)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
@once
def new_relative(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """„Neuen Kunden/Kontakt erstellen“: person and relation exist together or not at all."""
    person = person_for(request, person_id, is_client=is_client)
    form = _relative_form(request, person)
    if form.is_bound and form.is_valid():
        try:
            made = _create_and_connect(request, person, form)
            look_for_twins(made.person, made.other)
            warn_of_phones(request, [form.cleaned_data["phone"]])
            return _connected(request, person, made)
        except RelationRefused as refused:
            form.refuse(refused)
    return dialog(request, person, "create", form, twins=_twins(request, person, form) if form.is_bound else [])


@require_POST
@for_members(Right.PROFILES_EDIT)
def search(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """The words come by POST and stay in the page, as those of the lists do."""
    person, form = person_for(request, person_id, is_client=is_client), SearchForm(request.POST)
    query = form.cleaned_data["q"].strip() if form.is_valid() else ""
    return _choosing(request, person, query, block="#hits")


@require_POST
@for_members(Right.PROFILES_EDIT)
def hints(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    """While the form is being filled in: the relation in words, and who may be here already. Nothing is stored."""
    person = person_for(request, person_id, is_client=is_client)
    if known := id_in(request.POST.get("relationship")):
        relation = seen_from(person, relation_for(request, person, known), seen_by=request.member)
        edited = RelationForm(request.POST, near=person, far_name=relation.person.name)
        return part(request, person, "people/relationship_hints.html", form=edited, twins=[])
    if other := request.POST.get("other"):
        form: BondForm = ConnectForm(request.POST, near=person, far_name=_in_reach(request, other).name)
        return part(request, person, "people/relationship_hints.html", form=form, twins=[])
    form = RelativeForm(request.POST, near=person)
    return part(request, person, "people/relationship_hints.html", form=form, twins=_twins(request, person, form))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def relationship(request: MemberRequest, person_id: UUID, relationship_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    row = relation_for(request, person, relationship_id)
    relation = seen_from(person, row, seen_by=request.member)
    initial = RelationForm.initial_of(relation)
    form = RelationForm(sent(request), near=person, far_name=relation.person.name, initial=initial)
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            event = change_relation(row, person, form.bond, version=version, by=request.member)
        except RelationRefused as refused:
            form.refuse(refused)
        except StaleVersion:
            return _two_versions(request, person, form, row.pk)
        else:
            undo = Undo(address(request, person, "reversal"), {"change": str(event.pk), "version": str(version + 1)})
            return done(request, person, _("The relationship was changed."), undo)
    return dialog(request, person, "edit", form, relation=relation, versions=(), last=None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def deletion(request: MemberRequest, person_id: UUID, relationship_id: UUID, is_client: bool) -> HttpResponse:
    """Asks, and ends the relation; both people stay."""
    person = person_for(request, person_id, is_client=is_client)
    row = relation_for(request, person, relationship_id)
    relation = seen_from(person, row, seen_by=request.member)
    form = DeletionForm(sent(request), initial={"version": row.version})
    if not form.is_valid():
        return dialog(request, person, "deletion", form, relation=relation, is_stale=False)
    try:
        event = disconnect(row, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        form = DeletionForm(initial={"version": row.version})
        return dialog(request, person, "deletion", form, relation=relation, is_stale=True, status=409)
    values = {"change": str(event.pk), "version": "0"}
    # from the page of a contact who has just gone out of reach, the way back leads over the client
    base = person if is_in_reach(request, person) else relation.person
    return done(request, person, _("The relationship was deleted."), Undo(address(request, base, "reversal"), values))


@require_POST
@for_members(Right.PROFILES_EDIT)
def reversal(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person, form = person_for(request, person_id, is_client=is_client), ReversalForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    try:
        event = reversible(form.cleaned_data["change"], person, by=request.member)
        take_back(event, version=form.cleaned_data["version"], by=request.member)
    except (Event.DoesNotExist, Relationship.DoesNotExist, Person.DoesNotExist) as missing:
        raise Http404 from missing
    except RelationType.DoesNotExist:
        return conflict(request, _("The type of this relationship has been taken out meanwhile."))
    except StaleVersion:
        return conflict(request)
    except RelationRefused as refused:
        return conflict(request, refused.text)
    return done(request, person, _("The change was taken back."))


_first = {"version": "1"}  # what a relation that has just been made is deleted with


def _wished(request: MemberRequest) -> str:
    """The type that the way here has named: a minor's record asks for a custodian."""
    code = request.POST.get("as") or request.GET.get("as") or ""
    return code if code in BUILT_IN_RELATION_TYPES else ""


def _create_and_connect(request: MemberRequest, person: Person, form: RelativeForm) -> Relationship:
    with transaction.atomic():  # a refused relation takes the person with it
        if form.is_client:
            other = create_client(form.particulars, status=default_status(), by=request.member).person
        else:
            other = create_contact(form.particulars, by=request.member)
        return connect(person, other, form.bond, by=request.member)


def _relative_form(request: MemberRequest, person: Person) -> RelativeForm:
    """As sent, or with the words of a search that found nobody: by POST, since no address holds a name."""
    if request.method == "POST" and "prefill" not in request.POST:
        return RelativeForm(request.POST, near=person)
    parts = names.split_full(request.POST.get("prefill", "")[:200])
    initial = {"first_name": parts.first, "last_name": parts.last, "is_main_payer": not has_main_payer(person)}
    initial["code"] = _wished(request)
    return RelativeForm(near=person, initial=initial)


def _twins(request: MemberRequest, person: Person, form: RelativeForm) -> list[Person]:
    """Who may be meant instead of a new person, of those that may be linked with this one."""
    form.is_valid()
    told = {name: form.cleaned_data.get(name) or "" for name in ("first_name", "last_name", "email", "phone")}
    found = likely_twins(**told, birth_date=form.cleaned_data.get("birth_date"), seen_by=request.member)
    return [twin for twin in found if twin.pk != person.pk and (person.is_client or twin.is_client)]


def _id(value: str) -> UUID:
    """404 for what is no id."""
    found = id_in(value)
    if found is None:
        raise Http404
    return found


def _in_reach(request: MemberRequest, value: str) -> Person:
    """The live person of this id; 404 for whoever is out of reach, as for whoever does not exist."""
    found: Person | None = Person.objects.visible_to(request.member).live().filter(pk=_id(value)).first()
    if found is None:
        raise Http404
    return found


def _two_versions(request: MemberRequest, person: Person, form: RelationForm, pk: UUID) -> HttpResponse:
    """Both texts side by side; the form below keeps what was typed and now names the newer version."""
    stored = relation_for(request, person, pk)
    relation = seen_from(person, stored, seen_by=request.member)
    theirs = RelationForm(near=person, far_name=relation.person.name, initial=RelationForm.initial_of(relation))
    rows = [pair for pair in zip(form.facts, theirs.facts, strict=True) if pair[0] != pair[1]]
    versions = [(label, mine, stored_text) for (label, mine), (_label, stored_text) in rows]
    changes = Event.objects.filter(act="relationship.change", detail__relation=str(pk), client_id=_client_of(stored))
    form = form.at_version(stored.version)
    return dialog(
        request, person, "edit", form, relation=relation, versions=versions, last=changes.order_by("-id").first(),
        status=409,
    )  # fmt: skip


def _client_of(row: Relationship) -> UUID:
    client: UUID = row.person_id if row.person.is_client else row.other_id
    return client


def _connected(request: MemberRequest, person: Person, made: Relationship, undo: Undo | None = None) -> HttpResponse:
    return done(request, person, str(made), undo)


def _choosing(
    request: MemberRequest, person: Person, query: str = "", *, block: str = "", status: int = 200
) -> HttpResponse:
    found = candidates_for(person, query, seen_by=request.member)
    values: dict[str, Any] = {"query": query, "found": found, "wished": _wished(request)}
    if block and is_htmx(request):
        return part(request, person, f"people/relationship_choose.html{block}", **values)
    return dialog(request, person, "choose", None, status=status, **values)
