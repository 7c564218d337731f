"""Forms of the lists and of the record's head."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kartei.people.choices import languages
from kartei.people.creating import Particulars, default_status
from kartei.people.models import FormOfAddress, PersonKind, Status, Tag
from kartei.people.section_forms import LONG, NOTHING, SHORT, require_name
from kartei.tenancy.models import Member, MemberState
from kartei.web.forms import CreateForm, DateField, Form, VersionedForm


class Names(CreateForm):
    """What a client and a contact are both asked for."""

    salutation = forms.CharField(label=_("Salutation"), max_length=40, required=False)
    title = forms.CharField(label=_("Title"), max_length=60, required=False)
    first_name = forms.CharField(label=_("First name"), max_length=SHORT, required=False)
    last_name = forms.CharField(label=_("Last name"), max_length=SHORT, required=False)
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["first_name"].widget.attrs["autofocus"] = True

    @property
    def particulars(self) -> Particulars:
        known = Particulars.__dataclass_fields__
        return Particulars(**{name: value for name, value in self.cleaned_data.items() if name in known})


class ClientForm(Names):
    FURTHER = ("salutation", "title", "preferred_name", "pronouns", "form_of_address", "language", "tags", "members")

    birth_date = DateField(label=_("Date of birth"), required=False, past=True)
    preferred_name = forms.CharField(label=_("Preferred name"), max_length=SHORT, required=False)
    pronouns = forms.CharField(label=_("Pronouns"), max_length=60, required=False)
    form_of_address = forms.ChoiceField(
        label=_("Form of address"), choices=[*NOTHING, *FormOfAddress.choices], required=False
    )
    language = forms.ChoiceField(label=_("Language"), choices=languages, required=False)
    status = forms.ModelChoiceField(label=_("Status"), queryset=Status.unscoped.none(), empty_label=None)
    tags = forms.ModelMultipleChoiceField(
        label=_("Tags"), queryset=Tag.unscoped.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    members = forms.ModelMultipleChoiceField(
        label=_("Assigned members"),
        queryset=Member.unscoped.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    field_order = ("first_name", "last_name", "email", "phone", "birth_date", "status", *FURTHER)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, status=Status.objects.offered(), tags=Tag.objects.open(), members=active_members())
        if not self.is_bound:
            self.fields["status"].initial = default_status().pk
        self.fields["email"].help_text = _("Without it there is no client portal, no mail and no payment link.")

    @property
    def has_further_errors(self) -> bool:
        """Whether a refused field stands below the fold."""
        return any(name in self.errors for name in self.FURTHER)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.errors and not (self.cleaned_data["first_name"] or self.cleaned_data["last_name"]):
            self.add_error("last_name", _("Please enter a last name or a first name."))
        return cleaned


class ContactForm(Names):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=PersonKind.choices, initial=PersonKind.PERSON, widget=forms.RadioSelect
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=SHORT, required=False)
    role = forms.CharField(label=_("Role"), max_length=SHORT, required=False)
    note = forms.CharField(label=_("Note"), max_length=LONG, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    field_order = (
        "kind",
        "first_name",
        "last_name",
        "organisation",
        "role",
        "email",
        "phone",
        "salutation",
        "title",
        "note",
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        require_name(self)
        return cleaned


class StatusForm(VersionedForm):
    status = forms.ModelChoiceField(queryset=Status.unscoped.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, status=Status.objects.offered())


class TagsForm(VersionedForm):
    tags = forms.ModelMultipleChoiceField(
        label=_("Tags"), queryset=Tag.unscoped.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    new = forms.CharField(
        label=_("New tags"), max_length=SHORT, required=False, help_text=_("Separate several by commas.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, tags=Tag.objects.open())


class AssignmentsForm(VersionedForm):
    members = forms.ModelMultipleChoiceField(
        label=_("Assigned members"),
        queryset=Member.unscoped.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, members=active_members())


class ReversalForm(VersionedForm):
    """„Rückgängig“: the event to take back, and the version that it made."""

    change = forms.UUIDField(widget=forms.HiddenInput)


class SearchForm(Form):
    q = forms.CharField(max_length=SHORT, required=False)
    more = forms.UUIDField(required=False)  # the last row shown


def active_members() -> Any:
    return Member.objects.filter(state=MemberState.ACTIVE).order_by("name")


def offer(form: Form, **querysets: Any) -> None:
    """Set what a field offers: a queryset of the workspace can be made only inside of its scope."""
    for name, queryset in querysets.items():
        field: Any = form.fields[name]
        field.queryset = queryset
