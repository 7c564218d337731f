"""Forms of „Zusammenführen“ and of its undo: a choice for each field and for each thing that came since."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from kartei.people.merging.choices import BOTH, LOSER, WINNER, Choice
from kartei.people.merging.parting import FORMER, NOW, Questions
from kartei.people.models import Person
from kartei.web import formats
from kartei.web.forms import Form


class MergeForm(Form):
    """Which text stays, field by field; it carries the numbers of both records as they were read."""

    winner_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    loser_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data: Any = None, *, winner: Person, loser: Person, choices: Iterable[Choice]) -> None:
        super().__init__(data, initial={"winner_version": winner.version, "loser_version": loser.version})
        self._asked = list(choices)
        for choice in self._asked:
            self.fields[choice.name] = _radio(
                choice.label,
                [(WINNER, choice.winner), (LOSER, choice.loser), *[(BOTH, _("Both texts"))] * choice.may_be_both],
                choice.preset,
            )

    @property
    def versions(self) -> tuple[int, int]:
        return self.cleaned_data["winner_version"], self.cleaned_data["loser_version"]

    @property
    def chosen(self) -> dict[str, str]:
        return {choice.name: self.cleaned_data[choice.name] or choice.preset for choice in self._asked}


class PartingForm(Form):
    """What came after the merge, one by one; whatever is not answered stays with the record that stays."""

    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, asked: Questions, winner: Person, loser: Person) -> None:
        self._asked = asked.mark
        super().__init__(data)
        for changed in asked.changed:
            texts = [
                (NOW, _("as it is now: %(text)s") % {"text": changed.now or "—"}),
                (FORMER, _("as it was before the merge: %(text)s") % {"text": changed.former or "—"}),
            ]
            self.fields[changed.name] = _radio(changed.label, texts, NOW)
        records = [(WINNER, _record(winner)), (LOSER, _record(loser))]
        for added in asked.added:
            label = f"{added.word}: {added.text} ({formats.datetime(added.at)})"
            self.fields[added.name] = _radio(label, records, WINNER)

    def clean_asked(self) -> str:
        """Raises ValidationError when more is to be asked by now than the page had asked."""
        if self.cleaned_data["asked"] != self._asked:
            text = _("Something has been changed or added while you read. Please look again at what stands here now.")
            raise forms.ValidationError(text, "stale")
        return self._asked

    @property
    def answers(self) -> dict[str, str]:
        return {name: answer for name, answer in self.cleaned_data.items() if answer and name != "asked"}


def _radio(label: str, choices: list[tuple[str, str]], preset: str) -> forms.ChoiceField:
    """Not required: a field that the page did not show yet takes its preset."""
    return forms.ChoiceField(label=label, choices=choices, initial=preset, required=False, widget=forms.RadioSelect)


def _record(person: Person) -> str:
    """The name, and the number that tells two of one name apart."""
    number = person.client.shown_number if person.is_client else ""
    return f"{person.name} ({number})" if number else person.name
