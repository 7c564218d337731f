"""What „Hilfe“ asks: the words of a search, a message with its picture, a state."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.files.pictures import LARGEST, NoPicture, Picture, may_send, redrawn
from kartei.files.storage import StorageFull
from kartei.help import pages
from kartei.help.models import Ticket, TicketState
from kartei.help.tickets import TooMany
from kartei.web.forms import CreateForm, Form, VersionedForm

MUCH = gettext_lazy("You have written a great deal within an hour. Please wait a while.")
LEAST = 10  # characters of a message; product.md, section 1


class SearchForm(Form):
    q = forms.CharField(required=False)


class MessageForm(CreateForm):
    """A message to the other side, with a picture or without."""

    text = forms.CharField(label=gettext_lazy("Message"), widget=forms.Textarea)
    picture = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        help_text=gettext_lazy("PNG, JPEG, WebP or GIF, at most 10 MB. Please black out names."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )

    def __init__(self, *args: Any, sender: UUID | None = None, **kwargs: Any) -> None:
        """`sender` is the user who sends the form; a form that is only shown has none."""
        super().__init__(*args, **kwargs)
        self.sender = sender

    def clean_picture(self) -> Picture | None:
        """Drawn anew, whatever the name of the file says."""
        file = self.cleaned_data["picture"]
        if not file:
            return None
        if self.sender and not may_send(self.sender):
            raise forms.ValidationError(MUCH)
        if file.size > LARGEST:
            raise forms.ValidationError(_("The picture is larger than 10 MB. Please choose a smaller one."))
        try:
            return redrawn(file.read())
        except NoPicture:
            raise forms.ValidationError(
                _("This is no picture that can be shown. Please choose PNG, JPEG, WebP or GIF.")
            ) from None

    def deliver(self, verb: Callable[[str, Picture | None], Ticket]) -> Ticket | None:
        """Hand text and picture of a valid form to a verb; None when it refuses, with the reason beside a field."""
        try:
            with transaction.atomic():
                return verb(self.cleaned_data["text"], self.cleaned_data["picture"])
        except TooMany:
            self.add_error("text", MUCH)
        except StorageFull:
            self.add_error("picture", _("The server has no room for another file. Please send it without the picture."))
        return None


class TicketForm(MessageForm):
    """The first message; `page` says where it was written from, when that is one of our pages."""

    text = forms.CharField(
        label=gettext_lazy("Message"),
        min_length=LEAST,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("What did you want to do, and what happened instead? Nothing about clients, please."),
        error_messages={"min_length": gettext_lazy("Please say a little more: at least 10 characters.")},
    )
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_page(self) -> str:
        named: str = self.cleaned_data["page"]
        return named if pages.is_page(named) else ""


class StateForm(VersionedForm):
    state = forms.TypedChoiceField(choices=TicketState.choices, coerce=TicketState)


class ListForm(Form):
    """What a list of tickets is narrowed to, and where it goes on."""

    state = forms.ChoiceField(required=False, choices=[("", ""), *TicketState.choices])
    after = forms.UUIDField(required=False)

    def values(self) -> dict[str, Any]:
        """What makes sense of it."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or None for name in ("state", "after")}
