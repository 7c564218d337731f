"""What an act on many clients asks before it begins."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.people.bulk.acts import Act
from kartei.people.bulk.matters import as_words
from kartei.people.forms import active_members, offer
from kartei.people.models import Status, Tag
from kartei.people.section_forms import SHORT
from kartei.people.statuses import tags_named
from kartei.tenancy.models import Member
from kartei.web.forms import CreateForm


class BulkForm(CreateForm):
    """The question „3 Klienten …?“; `total` is the number that was read there."""

    total = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    @property
    def words(self) -> list[str]:
        """The ids of what was chosen; asked once, since new tags are made by it."""
        return []


class BulkStatusForm(BulkForm):
    status = forms.ModelChoiceField(
        label=gettext_lazy("Status"), queryset=Status.unscoped.none(), empty_label=gettext_lazy("Please choose")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, status=Status.objects.offered())

    @property
    def words(self) -> list[str]:
        return as_words([self.cleaned_data["status"]])


class BulkTagsForm(BulkForm):
    tags = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Tags"), queryset=Tag.unscoped.none(), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, tags=Tag.objects.open())

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not self.cleaned_data["tags"] and not self.cleaned_data.get("new", "").strip(" ,"):
            self.add_error("tags", _("Please choose at least one tag."))
        return cleaned

    @property
    def words(self) -> list[str]:
        return as_words([*self.cleaned_data["tags"], *tags_named(self.cleaned_data.get("new", "").split(","))])


class BulkNewTagsForm(BulkTagsForm):
    new = forms.CharField(
        label=gettext_lazy("New tags"),
        max_length=SHORT,
        required=False,
        help_text=gettext_lazy("Separate several by commas."),
    )


class BulkMembersForm(BulkForm):
    members = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Members"),
        queryset=Member.unscoped.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Please choose at least one member.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, members=active_members())

    @property
    def words(self) -> list[str]:
        return as_words(self.cleaned_data["members"])


class BulkFormerMembersForm(BulkMembersForm):
    """Who has left is unassigned as well."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, members=Member.objects.order_by("name"))


FORMS: dict[str, type[BulkForm]] = {
    "status": BulkStatusForm,
    "tagging": BulkNewTagsForm,
    "untagging": BulkTagsForm,
    "assignment": BulkMembersForm,
    "unassignment": BulkFormerMembersForm,
}


def form_of(act: Act, *args: Any, **kwargs: Any) -> BulkForm:
    """The form of an act; archive and its way back ask for nothing but the word."""
    return FORMS.get(act.code, BulkForm)(*args, **kwargs)
