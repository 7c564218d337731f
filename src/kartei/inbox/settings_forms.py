"""„Einstellungen → E-Mail-Versand“."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.inbox.accounts import may_connect
from kartei.inbox.models import MailAccount, MailSecurity
from kartei.lib.emails import looks_right
from kartei.lib.outgoing import NotPublic, public_address
from kartei.web.forms import VersionedForm


class AccountForm(VersionedForm):
    """The password is never shown again; left empty it stays, as long as it goes to the same server and user."""

    host = forms.CharField(
        label=gettext_lazy("Server"), max_length=253, help_text=gettext_lazy("For example smtp.example.org")
    )
    port = forms.IntegerField(label=gettext_lazy("Port"), min_value=1, max_value=65_535, initial=587)
    security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=MailSecurity, initial=MailSecurity.STARTTLS)
    user = forms.CharField(label=gettext_lazy("User name"), max_length=254, required=False)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    sender_address = forms.CharField(label=gettext_lazy("Address of the sender"), max_length=254)
    sender_name = forms.CharField(
        label=gettext_lazy("Name of the sender"),
        max_length=100,
        required=False,
        help_text=gettext_lazy("Whoever sees the client's phone can read it: a name, no profession."),
    )

    def __init__(self, *args: Any, before: MailAccount | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        if before and before.password:
            self.fields["password"].help_text = _("One is kept. Leave the field empty to keep it.")

    def clean_host(self) -> str:
        return str(self.cleaned_data["host"]).strip().rstrip(".").lower()

    def clean_sender_name(self) -> str:
        return " ".join(str(self.cleaned_data["sender_name"]).split())  # no header takes a second line

    def clean_sender_address(self) -> str:
        address = str(self.cleaned_data["sender_address"])
        if not looks_right(address):
            raise forms.ValidationError(_("Please give an address such as practice@example.org."))
        return address

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if not {"host", "port", "security"} <= told.keys():
            return told
        fault = may_connect(told["host"], told["port"], told["security"])
        if fault == "port":
            self.add_error("port", _("Mail servers are at port 465 or 587; 25 and 2525 are possible too."))
        elif fault == "plain":
            self.add_error("security", _("Without encryption only servers in the practice's own network are allowed."))
        else:
            self._look_up(told)
        if self._needs_password(told):
            self.add_error("password", _("Please enter the password: the kept one belongs to another server or user."))
        return told

    def _look_up(self, told: dict[str, Any]) -> None:
        try:
            public_address(told["host"], told["port"], excepted=settings.KARTEI_PRIVATE_HOSTS)
        except NotPublic:
            self.add_error("host", _("This server is not known, or not reachable for the public."))

    def _needs_password(self, told: dict[str, Any]) -> bool:
        """So that nobody has a kept password sent to a server of their own."""
        if not told.get("user") or told.get("password"):
            return False
        kept = self.before
        if kept is None or not kept.password:
            return True
        return (kept.host, kept.user) != (told["host"], told["user"]) or kept.security != told["security"]
