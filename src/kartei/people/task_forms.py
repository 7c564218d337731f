"""The form of a task, and of what is done with one."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.forms import active_members, offer
from kartei.people.models import Client, Person
from kartei.people.tasking import Errand
from kartei.tenancy.models import Member, MemberState
from kartei.tenancy.rights import Level, Right
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm

TEXT = 500  # characters


class ErrandForm(Form):
    """What a task says. `client` is the person it is about, or None."""

    text = forms.CharField(label=gettext_lazy("Task"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 2}))
    due_on = DateField(label=gettext_lazy("Due on"), required=False)
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Assigned members"),
        queryset=Member.unscoped.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, client: Person | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.client = client
        offer(self, members=active_members())
        self.focus_first()

    def clean_members(self) -> list[Member]:
        """Somebody who may not open the record is not told by a task what stands in it."""
        members = list(self.cleaned_data["members"])
        blind = [member.name for member in members if not _sees(member, self.client)]
        if blind:
            raise forms.ValidationError(
                _("%(names)s cannot open this record. Please assign the client first, or choose somebody else.")
                % {"names": ", ".join(blind)},
                "blind",
            )
        return members

    @property
    def errand(self) -> Errand:
        told = self.cleaned_data
        return Errand(told["text"], told["due_on"], told["members"])


class NewTaskForm(CreateForm, ErrandForm):
    pass


class TaskForm(VersionedForm, ErrandForm):
    """Who has left keeps the task: such a name is not offered and not taken away."""

    def __init__(self, *args: Any, before: Errand, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gone = [member for member in before.members if member.state != MemberState.ACTIVE]

    @property
    def errand(self) -> Errand:
        told = super().errand
        told.members += self.gone
        return told


class TickForm(VersionedForm):
    """Completing, reopening, deleting, restoring: the version is all there is to say."""


def _sees(member: Member, client: Person | None) -> bool:
    if client is None or member.level(Right.PROFILES_VIEW) == Level.ALL:
        return True
    return bool(Client.objects.visible_to(member).filter(pk=client.pk).exists())
