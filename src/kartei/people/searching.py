"""The search column of a person: keeping it true, and asking it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.lib import textkey
from kartei.people.fields.searched import texts_of, words_of
from kartei.people.models import Email, Person, PersonKind, Phone, Profile

if TYPE_CHECKING:
    from kartei.people.rows import Row

REASONS = {
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "number": gettext_lazy("Number"),
    "further": gettext_lazy("Further name"),
}


def refresh(person: Person) -> None:
    """Compute what lists and search read of a person, and save it. Called by every verb that touches a part of it."""
    emails = list(person.emails.all())
    phones = list(person.phones.all())
    person.main_email = next((email.value for email in emails), "")
    person.main_phone = next((phone.shown for phone in phones), "")
    client = getattr(person, "client", None)
    profile = getattr(person, "profile", None)
    further = [profile.preferred_name, profile.birth_name, profile.middle_name] if profile else []
    fill_keys(
        person,
        further=further,
        number=client.number if client else None,
        emails=[email.value for email in emails],
        phones=[phone.number or phone.value for phone in phones],
        own=words_of(texts_of([person.pk])[person.pk]),
    )
    person.save(update_fields=["main_email", "main_phone", "sort_key", "name_key", "search"])


def fill_keys(
    person: Person,
    *,
    further: Iterable[str],
    number: int | None,
    emails: list[str],
    phones: list[str],
    own: Iterable[str] = (),
) -> None:
    """Set sort_key, name_key and search from the names on the person and the rest as given; nothing is saved.

    `own` are the texts of searchable own fields.
    """
    if person.kind == PersonKind.ORGANISATION:
        last, first = person.organisation, ""
    else:
        last, first = person.last_name, person.first_name
    prefix = person.name_prefix if person.sorts_with_prefix else ""
    person.sort_key = textkey.sort_key(last, first, prefix)[:250]
    person.name_key = textkey.name_key(last, first)[:250]
    names = [person.first_name, person.name_prefix, person.last_name, person.organisation, *further]
    shown = f"K-{number:05}" if number else ""
    person.search = textkey.search_column([name for name in names if name], shown, emails, phones, own)


def matching(people: QuerySet[Person], query: str) -> QuerySet[Person]:
    """Those of `people` whose search column holds every part of the query, beginnings and middles alike."""
    for pattern in textkey.patterns(query):
        people = people.filter(search__contains=pattern)
    return people


def sounding_like(people: QuerySet[Person], query: str) -> QuerySet[Person]:
    """Those whose names sound like every word of the query; asked when nothing matches."""
    patterns = textkey.sound_patterns(query)
    for pattern in patterns:
        people = people.filter(search__contains=pattern)
    return people if patterns else people.none()


def give_reasons(rows: list[Row], query: str, *, sounds: bool) -> None:
    """Say of each row what matched, when it is not the name that everybody sees."""
    if sounds:
        for row in rows:
            row.reason = _("sounds alike")
        return
    unclear = [row for row in rows if textkey.reason_for(query, [("name", row.name), ("", "")]) != ("name", row.name)]
    known = _details([row.id for row in unclear]) if unclear else {}
    for row in unclear:
        found = textkey.reason_for(query, [("name", row.name), *known[row.id], ("number", row.number)])
        row.reason = "" if found is None or found[0] == "name" else f"{REASONS.get(found[0], found[0])}: {found[1]}"


def _details(ids: list[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """(field, text) of the further names, e-mails, phones and searchable own fields of some people.

    Five queries; of an own field the label stands for the field.
    """
    known: dict[UUID, list[tuple[str, str]]] = {pk: [] for pk in ids}
    further = Profile.objects.filter(person_id__in=ids).values_list(
        "person_id", "preferred_name", "birth_name", "middle_name"
    )
    for pk, *names in further:
        known[pk] += [("further", name) for name in names if name]
    for pk, value in Email.objects.filter(person_id__in=ids).values_list("person_id", "value"):
        known[pk].append(("email", value))
    for pk, value in Phone.objects.filter(person_id__in=ids).values_list("person_id", "shown"):
        known[pk].append(("phone", value))
    for pk, texts in texts_of(ids).items():
        known[pk] += texts
    return known
