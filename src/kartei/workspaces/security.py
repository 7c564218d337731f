"""The safety of a workspace's logins: how long they rest, and whose password needs company."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.accounts.logins import LONGEST_IDLE, SHORTEST_IDLE
from kartei.audit.recording import record
from kartei.tenancy.factors import ALWAYS
from kartei.tenancy.models import Member, Preset, Workspace
from kartei.web.forms import VersionedForm

FIELDS = ("idle_minutes", "factor_presets")


class SecurityForm(VersionedForm):
    idle_minutes = forms.IntegerField(
        label=gettext_lazy("Minutes without a sign of life after which the page is locked"),
        min_value=SHORTEST_IDLE,
        max_value=LONGEST_IDLE,
        help_text=gettext_lazy("5 to 240. What was being typed is still there after logging in again."),
    )
    factor_presets = forms.MultipleChoiceField(
        label=gettext_lazy("Who else needs a second factor"),
        required=False,
        choices=[(preset.value, preset.label) for preset in Preset if preset not in ALWAYS],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Owner and administration always need one."),
    )

    def over(self, there: Workspace) -> "SecurityForm":
        """The same words once more, to be saved over what is there now."""
        values = {name: self.cleaned_data[name] for name in FIELDS}
        return SecurityForm(initial={**values, "version": there.version})


def told_by(workspace: Workspace) -> dict[str, Any]:
    return {name: getattr(workspace, name) for name in (*FIELDS, "version")}


@transaction.atomic
def change_security(workspace: Workspace, told: dict[str, Any], *, by: Member) -> Workspace | None:
    """Save what a SecurityForm says; when somebody else was faster save nothing and return the workspace as it is."""
    there = Workspace.objects.select_for_update().get(pk=workspace.pk)
    if there.version != told["version"]:
        return there
    changed = {name: told[name] for name in FIELDS if getattr(there, name) != told[name]}
    before = {name: getattr(there, name) for name in changed}
    if changed:
        Workspace.objects.filter(pk=there.pk).update(**changed, version=there.version + 1)
        record("settings.change", by=by, before=before, after=changed)
    return None


def versions(form: SecurityForm, there: Workspace) -> list[tuple[str, str, str]]:
    """Label, what was typed and what is saved, for `ui.versions`."""
    mine, theirs = form.cleaned_data, told_by(there)
    return [
        (str(form[name].label), _shown(mine[name]), _shown(theirs[name]))
        for name in FIELDS
        if mine[name] != theirs[name]
    ]


def _shown(value: int | list[str]) -> str:
    if isinstance(value, int):
        return str(value)
    return ", ".join(str(Preset(preset).label) for preset in value) or _("nobody")
