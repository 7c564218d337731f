"""The field that names a client or a contact: found by a search as relations are, told only to whoever sees them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kartei.people.candidates import Candidates, candidates_for
from kartei.people.fields.reading import Reading
from kartei.people.models import Field, Person
from kartei.web.query import id_in

KEEP = "keep"  # stands for a person who is out of the member's reach and stays


class PersonField(forms.Field):
    """One of those whom the member sees. Which of them were found last stands in `found`."""

    template = "people/person_picker.html"
    widget = forms.TextInput

    def __init__(self, kept: str | None, reading: Reading) -> None:
        super().__init__()
        self.kept, self.reading = kept, reading
        self.query, self.found = "", Candidates([])

    def search(self, query: str) -> None:
        self.query = query
        self.found = candidates_for(self.reading.person, query, seen_by=self.reading.member, for_field=True)

    def offered(self, chosen: Any) -> tuple[str, str] | None:
        """(value, name) of who is chosen at the moment, for the choice above those that a search finds."""
        if not chosen:
            return None
        if chosen == KEEP or (chosen == self.kept and self.reading.other(chosen) is None):
            return (KEEP, self.reading.other_name(self.kept)) if self.kept else None
        return (chosen, self.reading.other_name(chosen)) if id_in(chosen) and self.reading.other(chosen) else None

    def to_python(self, value: Any) -> str | None:
        if value in self.empty_values:
            return None
        if value == KEEP:
            return self.kept
        if value == self.kept and self.reading.other(value) is not None:  # of one out of reach nothing is confirmed
            return self.kept
        pk = id_in(value)
        reach = Person.objects.visible_to(self.reading.member).live()
        if pk is None or pk == self.reading.person.pk or not reach.filter(pk=pk).exists():
            raise ValidationError(_("Please choose somebody from the list."), "unknown")
        return str(pk)


def person(field: Field, value: Any, reading: Reading) -> forms.Field:
    return PersonField(value, reading)


def told_person(field: Field, value: Any, reading: Reading) -> str:
    return reading.other_name(value)
