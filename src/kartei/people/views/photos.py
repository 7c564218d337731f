"""The photo of a client or a contact: its dialog, its bytes, and the way back."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kartei.files.pictures import served
from kartei.files.storage import StorageFull
from kartei.people import photos
from kartei.people.doors import person_for, photo_for
from kartei.people.models import Person, Photo
from kartei.people.photo_forms import PhotoForm, PhotoReversalForm
from kartei.people.versions import StaleVersion, version_of
from kartei.people.ways import record_address
from kartei.tenancy.doors import MemberRequest, for_members
from kartei.tenancy.rights import Right
from kartei.web.forms import VersionedForm
from kartei.web.responses import Undo, conflict, fragment, is_htmx, moved, notify, page, refusal


@require_safe
@for_members(Right.PROFILES_VIEW)
def picture(request: MemberRequest, person_id: UUID, photo_id: UUID, size: str, is_client: bool) -> HttpResponse:
    photo = photo_for(request, person_for(request, person_id, is_client=is_client), photo_id)
    try:
        return served(photo.large if size == "large" else photo.small)
    except FileNotFoundError:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Right.PROFILES_EDIT)
def photo(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person = person_for(request, person_id, is_client=is_client)
    is_sent, sender = request.method == "POST", request.member.user_id
    form = PhotoForm(
        *((request.POST, request.FILES) if is_sent else ()),
        initial={"version": version_of(person, "photo")},
        sender=sender,
    )
    if not form.is_valid():
        return _asking(request, person, form)
    former, version = person.profile.photo_id, form.cleaned_data["version"]
    try:
        made = photos.give_photo(person, form.cleaned_data["picture"], version=version, by=request.member)
    except StaleVersion:
        return conflict(request)
    except StorageFull:
        form.add_error("picture", _("The server has no room for another file."))
        return _asking(request, person, form)
    notify(request, _("The photo is shown now."), undo=_way_back(request, person, former, made))
    return moved(request, record_address(request, person))


@require_POST
@for_members(Right.PROFILES_EDIT)
def removal(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person, form = person_for(request, person_id, is_client=is_client), VersionedForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    former = person.profile.photo_id
    try:
        made = photos.remove_photo(person, version=form.cleaned_data["version"], by=request.member)
    except StaleVersion:
        return conflict(request)
    notify(request, _("The photo was taken out."), undo=_way_back(request, person, former, made) if former else None)
    return moved(request, record_address(request, person))


@require_POST
@for_members(Right.PROFILES_EDIT)
def restoration(request: MemberRequest, person_id: UUID, is_client: bool) -> HttpResponse:
    person, form = person_for(request, person_id, is_client=is_client), PhotoReversalForm(request.POST)
    if not form.is_valid():
        return refusal(request, 422)
    told = form.cleaned_data
    try:
        photos.restore_photo(person, told["photo"], version=told["version"], by=request.member)
    except Photo.DoesNotExist as missing:
        raise Http404 from missing
    except StaleVersion:
        return conflict(request)
    notify(request, _("The change was taken back."))
    return moved(request, record_address(request, person))


def _way_back(request: MemberRequest, person: Person, former: UUID | None, version: int) -> Undo:
    """To the photo from before, or to none."""
    told = {"version": str(version)}
    if former is None:
        return Undo(_address(request, person, "photo-removal"), told)
    return Undo(_address(request, person, "photo-restoration"), {**told, "photo": str(former)})


def _asking(request: MemberRequest, person: Person, form: PhotoForm) -> HttpResponse:
    status = 422 if form.is_bound else 200
    values: dict[str, Any] = {"person": person, "form": form, "back": record_address(request, person)}
    if is_htmx(request):
        return fragment(request, "people/photo.html#dialog", status=status, **values)
    return page(request, "people/photo.html", status=status, **values)


def _address(request: MemberRequest, person: Person, name: str) -> str:
    prefix = "client" if person.is_client else "contact"
    return reverse(f"people:{prefix}-{name}", args=[request.workspace.slug, person.pk])
