"""The form of a calendar feed."""

from django import forms
from django.utils.translation import gettext_lazy

from kartei.calendar.models import FeedLevel
from kartei.web.forms import CreateForm


class FeedForm(CreateForm):
    level = forms.ChoiceField(
        label=gettext_lazy("What the other program reads"), choices=FeedLevel.choices, widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "With “Initials” and “Full” names leave Kartei: only for programs you may entrust with them."
        ),
    )  # fmt: skip
