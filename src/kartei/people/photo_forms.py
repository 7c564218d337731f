"""What the dialog „Foto“ asks."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.files.pictures import LARGEST, NoPicture, Picture, may_send, squared
from kartei.people.photos import LARGE, SMALL
from kartei.web.forms import VersionedForm


class PhotoForm(VersionedForm):
    picture = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("PNG, JPEG, WebP or GIF, at most 10 MB. The middle of it is shown as a square."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"}),
    )

    def __init__(self, *args: Any, sender: UUID | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sender = sender

    def clean_picture(self) -> list[Picture]:
        """Drawn anew in two sizes, whatever the name of the file says."""
        file = self.cleaned_data["picture"]
        if self.sender and not may_send(self.sender):
            raise forms.ValidationError(_("You have sent a great many pictures within an hour. Please wait a while."))
        if file.size > LARGEST:
            raise forms.ValidationError(_("The picture is larger than 10 MB. Please choose a smaller one."))
        try:
            return squared(file.read(), LARGE, SMALL)
        except NoPicture:
            raise forms.ValidationError(
                _("This is no picture that can be shown. Please choose PNG, JPEG, WebP or GIF.")
            ) from None


class PhotoReversalForm(VersionedForm):
    """„Rückgängig“: which photo is shown again."""

    photo = forms.UUIDField(widget=forms.HiddenInput)
