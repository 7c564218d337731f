"""Pressing a button twice creates one object: the second request gets the first one's answer."""

from functools import wraps
from typing import Any
from uuid import UUID, uuid5

from django.db import OperationalError, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from kartei.tenancy.doors import MemberRequest, View
from kartei.tenancy.models import Submission
from kartei.web.responses import conflict, moved

PLACES = ("Location", "HX-Redirect", "Content-Location")  # the last one of a page that answers the form itself
LONGEST = 500  # characters of an address, as Submission.location keeps it


def once(view: View) -> View:
    """Answer a form that carries the hidden key `submission` once.

    The key is the first row of the request's transaction, so a second click waits for the first and is then sent to
    the same place. A refused form (4xx) frees its key again. Stands below `for_members`.
    """

    @wraps(view)
    def guarded(request: MemberRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request)
        if request.method != "POST" or key is None:
            return view(request, *args, **kwargs)
        submission = Submission(key=key, member=request.member, route=request.path)
        try:
            with transaction.atomic():
                Submission.objects.bulk_create([submission], ignore_conflicts=True)
        except OperationalError:  # lock_timeout: the first click is still at work
            return conflict(request, _("This is still being saved. Please look in a moment."))
        stored = Submission.objects.get(key=key)
        if stored.pk != submission.pk:
            return _first_answer(request, stored)
        response = view(request, *args, **kwargs)
        _keep(submission, response)
        return response

    return guarded


def _key(request: MemberRequest) -> UUID | None:
    """The key of the form together with what was filled in: a form that Back has brought again is another one."""
    try:
        key = UUID(request.POST.get("submission", ""))
    except ValueError:
        return None
    told = sorted((name, request.POST.getlist(name)) for name in request.POST if name != "csrfmiddlewaretoken")
    files = sorted((file.name, file.size) for name in request.FILES for file in request.FILES.getlist(name))
    return uuid5(key, repr((told, files)).encode("utf-8", "replace").decode())


def _first_answer(request: MemberRequest, stored: Submission) -> HttpResponse:
    if stored.member_id != request.member.pk or stored.route != request.path or not stored.location:
        return conflict(request, _("This form has been sent already."))
    return moved(request, stored.location)


def _keep(submission: Submission, response: HttpResponse) -> None:
    if response.status_code >= 400:
        submission.delete()
        return
    submission.status = response.status_code
    submission.location = _place(next((told for name in PLACES if (told := response.headers.get(name))), ""))
    submission.save(update_fields=["status", "location"])


def _place(address: str) -> str:
    """The address that is kept; a list with very many filters without them."""
    return address if len(address) <= LONGEST else address.partition("?")[0]
