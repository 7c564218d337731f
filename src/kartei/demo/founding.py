"""The examples of a new workspace: two clients, a contact and a member to look at, with the badge „Demo“."""

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kartei.demo.drafts import Draft, id_at, save_drafts
from kartei.people.models import FormOfAddress, Gender, Purpose, Task, TaskAssignment
from kartei.tenancy.models import Member, Preset, Workspace


def add_examples(workspace: Workspace, founder: Member) -> None:
    """Fill a new workspace with what product.md, section 1 names; called inside its scope, after the statuses exist.

    The records take no number and send no mail: their addresses end in .example (RFC 2606), their phone numbers are
    those that the Bundesnetzagentur keeps free for films (Mitteilung 148/2021).
    """
    with translation.override(workspace.language):
        mia = Member(name="Mia Demo", job_title=_("Therapist"), is_demo=True, treats=True)
        mia.take_preset(Preset.PRACTITIONER)
        mia.save()
        petra, sabine, jonas = _examples(timezone.now())
        save_drafts([petra, sabine, jonas], by=founder, members={"mia": mia}, are_demo=True)
        _add_task(sabine, founder, mia)


def _examples(now: datetime) -> list[Draft]:
    petra, sabine, jonas = _petra(now), _sabine(now), _jonas(now)
    sabine.relations.append(("family_doctor", petra))
    return [petra, sabine, jonas]


def _add_task(client: Draft, founder: Member, mia: Member) -> None:
    """Something to tick: for the founder, who finds it on „Start“, and for Mia."""
    due_on = timezone.localdate() + timedelta(days=2)
    text = _("Send the report to the family doctor’s practice")
    task = Task.objects.create(text=text, client_id=client.id, due_on=due_on, created_by=founder)
    TaskAssignment.objects.bulk_create([TaskAssignment(task=task, member=member) for member in (founder, mia)])


def _sabine(now: datetime) -> Draft:
    return Draft(
        **_made(now, days=1),
        first_name="Sabine",
        last_name="Beispiel",
        salutation=_("Ms"),
        birth_date=date(now.year - 44, 3, 14),
        profile={
            "gender": Gender.FEMALE,
            "pronouns": _("she/her"),
            "language": "de",
            "form_of_address": FormOfAddress.FORMAL,
            "occupation": _("Graphic designer"),
            "family_state": _("married"),
            "insurer": "Muster-Krankenkasse",
            "insurance_number": "A123456780",
            "alerts": _("Allergic to penicillin"),
        },
        emails=["sabine.beispiel@klientin.example"],
        phones=["0171 3920017", "030 23125117"],
        address={
            "street": "Lindenallee 12",
            "postcode": "04103",
            "city": "Leipzig",
            "country": "DE",
        },
        consents={Purpose.PRIVACY: True, Purpose.EMAIL: True, Purpose.VOICEMAIL: False},
        status="active",
        members=["mia"],
    )


def _jonas(now: datetime) -> Draft:
    return Draft(
        **_made(now, days=0),
        first_name="Jonas",
        last_name="Muster",
        salutation=_("Mr"),
        birth_date=date(now.year - 29, 11, 2),
        profile={"gender": Gender.MALE, "language": "de", "occupation": _("Carpenter")},
        emails=["jonas.muster@klient.example"],
        phones=["0176 04069042"],
        address={
            "street": "Am Mühlgraben 5",
            "postcode": "04229",
            "city": "Leipzig",
            "country": "DE",
        },
        consents={Purpose.PRIVACY: True},
        status="lead",
    )


def _petra(now: datetime) -> Draft:
    return Draft(
        **_made(now, days=2),
        first_name="Petra",
        last_name="Probe",
        title="Dr.",
        role=_("Family doctor"),
        organisation="Hausarztpraxis Dr. Probe",
        profile={"note": _("Surgery hours Monday to Friday, 8 am to noon.")},
        emails=["praxis@probe.example"],
        phones=["030 23125300"],
        address={
            "street": "Marktplatz 3",
            "postcode": "04109",
            "city": "Leipzig",
            "country": "DE",
        },
    )


def _made(now: datetime, days: int) -> dict[str, Any]:
    """A record's id and moment, some days ago."""
    begun = now - timedelta(days=days)
    return {"id": id_at(begun, Random()), "begun": begun}
