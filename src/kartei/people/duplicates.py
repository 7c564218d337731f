"""Is this person here already? The hint while creating."""

from datetime import date

from django.db.models import Q

from kartei.lib import phones, textkey
from kartei.people.models import Email, Person, Phone
from kartei.tenancy.models import Member

SHOWN = 3


def likely_twins(
    *, first_name: str, last_name: str, birth_date: date | None, email: str, phone: str, seen_by: Member
) -> list[Person]:
    """Live records of the same name with the same birth date, e-mail or phone, of those that `seen_by` reaches.

    An e-mail alone never suggests a twin: parents and children share one (product.md, section 2).
    """
    key = textkey.name_key(last_name, first_name)
    if not key.strip(","):
        return []
    same = Q(pk__in=[])
    if birth_date:
        same |= Q(birth_date=birth_date)
    if email:
        same |= Q(id__in=Email.objects.filter(key=Email.key_of(email)).values("person_id"))
    if number := phones.parse(phone, seen_by.workspace.country).number if phone else "":
        same |= Q(id__in=Phone.objects.filter(number=number).values("person_id"))
    people = Person.objects.visible_to(seen_by).live().filter(same, name_key=key, is_demo=False)
    return list(people.select_related("client")[:SHOWN])
