"""What the owner of a workspace does; later rules (retention, fee codes, VAT) start from it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profession(models.TextChoices):
    NATUROPATHY = "naturopathy", _("Naturopathy (Heilpraktiker)")
    PSYCHOTHERAPY = "psychotherapy", _("Psychotherapy")
    PHYSIOTHERAPY = "physiotherapy", _("Physiotherapy")
    OSTEOPATHY = "osteopathy", _("Osteopathy")
    COACHING = "coaching", _("Coaching")
    COUNSELLING = "counselling", _("Counselling")
    OCCUPATIONAL_THERAPY = "occupational_therapy", _("Occupational therapy")
    SPEECH_THERAPY = "speech_therapy", _("Speech therapy")
    MIDWIFERY = "midwifery", _("Midwifery")
    NUTRITION = "nutrition", _("Nutrition counselling")
    OTHER = "other", _("Another profession")
