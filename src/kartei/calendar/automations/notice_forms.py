"""„Klienten benachrichtigen“: the question that booking, moving, cancelling and deleting ask (CA-07)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kartei.calendar.automations.asking import Prospect
from kartei.calendar.automations.doing import does
from kartei.calendar.automations.notifying import Notice
from kartei.calendar.models import Action, Trigger
from kartei.web.forms import Form


class NoticeForm(Form):
    """Asks nothing where nobody would get a mail; `notice_hint` says then why."""

    notify = forms.BooleanField(label=_("Notify the client"), required=False, initial=True)
    undo = forms.BooleanField(widget=forms.HiddenInput, required=False)
    notice_hint = ""

    def ask_notice(self, found: Prospect) -> None:
        if found.told:
            self.fields["notify"].help_text = found.sentence
        else:
            del self.fields["notify"]
            self.notice_hint = found.sentence

    def ask_in_general(self, trigger: Trigger) -> None:
        """Of whom it is not known yet who comes."""
        if does(Action.MAIL, trigger):
            self.fields["notify"].help_text = _("By e-mail in 3 minutes, unless they want none or have no address.")
        else:
            del self.fields["notify"]

    @property
    def notice(self) -> Notice:
        """Of a valid form."""
        told: dict[str, Any] = self.cleaned_data
        if told.get("undo"):
            return Notice.UNDO
        return Notice.YES if told.get("notify") else Notice.NO
