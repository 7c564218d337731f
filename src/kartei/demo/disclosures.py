"""What the demo practice may tell of its clients, to whom and until when: releases of secrecy, and consent to share."""

from datetime import date, timedelta

from django.db.models import QuerySet

from kartei.people.models import CUSTODIAN, Custody, Relationship, Release, Scope, Sharing

TOPICS = ("Befunde und Verlauf", "Terminabsprachen", "Diagnose und Behandlungsplan")
# of each release: since when and until when, in days from today
SPANS = ((-200, 165), (-30, 335), (-400, -35), (-60, 305)) * 5 + ((-355, 10),)


def tell(today: date) -> None:
    """Every fourth family doctor's practice may be told something; every third custodian sees appointments."""
    doctors, custodians = _of("family_doctor"), _of(CUSTODIAN)
    Release.objects.bulk_create(
        Release(
            relationship=row,
            client_id=row.person_id,
            topic=TOPICS[place % len(TOPICS)],
            starts_on=today + timedelta(days=SPANS[place % len(SPANS)][0]),
            ends_on=today + timedelta(days=SPANS[place % len(SPANS)][1]),
            version=1,
        )
        for place, row in enumerate(doctors[::4])
    )
    Sharing.objects.bulk_create(
        Sharing(
            relationship=row,
            client_id=row.person_id,
            has_portal_access=True,
            scopes=[Scope.APPOINTMENTS],
            consented_on=today - timedelta(days=90),
            consented_by=row.other.name,
            version=1,
        )
        for row in custodians[::3]
    )
    joint = [row.pk for row in custodians[::2]]
    Relationship.objects.filter(pk__in=joint).update(custody=Custody.JOINT)


def _of(code: str) -> list[Relationship]:
    """The relations of a type in an order that is the same each time."""
    rows: QuerySet[Relationship] = Relationship.objects.filter(type__code=code, person__is_client=True)
    return list(rows.select_related("person", "other").order_by("person_id", "other_id"))
