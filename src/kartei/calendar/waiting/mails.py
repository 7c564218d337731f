"""The mail that offers a time: neutral, in the client's language, with the way to the page of the offer."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _

from kartei.accounts.mails import absolute_url
from kartei.calendar.models import SlotOffer
from kartei.people.models import Profile
from kartei.tenancy.models import Workspace
from kartei.web import formats


def send_offer(offer: SlotOffer, secret: str, practice: Workspace, *, is_shared: bool, is_last: bool) -> None:
    """Put it into the outbox, as part of the transaction.

    `is_shared`: others are asked at the same time; `is_last`: nobody is asked afterwards.
    """
    person = offer.wish.client.person
    spoken = Profile.objects.filter(person=person).values_list("language", flat=True).first() or ""
    code = spoken[:2].lower()
    with translation.override(code if code in dict(settings.LANGUAGES) else practice.language):
        subject, body = _words(offer, practice, secret, is_shared, is_last)
    EmailMessage(subject, body, to=[person.main_email]).send()


def _words(offer: SlotOffer, workspace: Workspace, secret: str, is_shared: bool, is_last: bool) -> tuple[str, str]:
    """Neither what the appointment is about nor with whom it is: the page behind the link says so."""
    address = absolute_url("slot_offers:offer", practice=workspace.slug, secret=secret)
    told = {
        "when": formats.datetime(offer.starts_at),
        "zone": workspace.time_zone,
        "practice": workspace.name,
        "until": formats.datetime(offer.expires_at),
    }
    if is_shared:
        until = _(
            "Others are asked too: whoever accepts first gets it, until %(until)s. Here you can accept or decline:"
        )
    else:
        until = _("It is kept for you until %(until)s. Here you can look at it, accept it or decline it:")
    if is_shared or is_last:
        silence = _("If you do nothing, you stay on the list.")
    else:
        silence = _("If you do nothing, the next person on the list is asked. You stay on the list.")
    paragraphs = [
        _("Hello,"),
        _("you are waiting for an appointment at %(practice)s. One has become free: %(when)s (%(zone)s).") % told,
        until % told,
        address,
        silence,
        workspace.name,
    ]
    return _("An appointment has become free"), "\n\n".join(paragraphs) + "\n"
