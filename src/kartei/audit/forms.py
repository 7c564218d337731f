from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kartei.audit.acts import LABELS
from kartei.tenancy.models import Member
from kartei.web.forms import DateField, Form


class LogForm(Form):
    """What the log is narrowed to; it comes by the address, and holds no personal data."""

    member = forms.ModelChoiceField(
        label=_("Member"), queryset=Member.unscoped.none(), required=False, empty_label=_("All")
    )
    act = forms.ChoiceField(label=_("Act"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)
    client = forms.UUIDField(required=False, widget=forms.HiddenInput)
    after = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        member, act = self.fields["member"], self.fields["act"]
        assert isinstance(member, forms.ModelChoiceField)
        assert isinstance(act, forms.ChoiceField)
        member.queryset = Member.objects.order_by("name")
        act.choices = [("", _("All")), *sorted(LABELS.items(), key=lambda pair: str(pair[1]))]
