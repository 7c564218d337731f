"""The fields that a column may hold, in words and in groups, for the choice beside each column."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kartei.lib.tables.columns import KEEP, SEVERAL, SKIP, TARGETS

Text = str | Promise
Choice = tuple[str, str]

_FIELDS: dict[Text, dict[str, Text]] = {
    gettext_lazy("Name"): {
        "salutation": gettext_lazy("Salutation"),
        "title": gettext_lazy("Title"),
        "first_name": gettext_lazy("First name"),
        "middle_name": gettext_lazy("Middle name"),
        "name_prefix": gettext_lazy("Name prefix (von, de, al-)"),
        "last_name": gettext_lazy("Last name"),
        "full_name": gettext_lazy("Whole name in one cell"),
        "preferred_name": gettext_lazy("Preferred name"),
        "birth_name": gettext_lazy("Birth name"),
    },
    gettext_lazy("Personal details"): {
        "birth_date": gettext_lazy("Date of birth"),
        "gender": gettext_lazy("Gender"),
        "sex": gettext_lazy("Sex"),
        "pronouns": gettext_lazy("Pronouns"),
        "language": gettext_lazy("Language"),
        "form_of_address": gettext_lazy("Form of address"),
        "time_zone": gettext_lazy("Time zone"),
        "occupation": gettext_lazy("Occupation"),
        "employer": gettext_lazy("Employer or organisation"),
        "family_state": gettext_lazy("Marital status"),
        "died_on": gettext_lazy("Died on"),
    },
    gettext_lazy("Contact details"): {"email": gettext_lazy("E-mail"), "phone": gettext_lazy("Phone")},
    gettext_lazy("Address"): {
        "address": gettext_lazy("Whole address in one cell"),
        "street": gettext_lazy("Street and number"),
        "house_number": gettext_lazy("House number"),
        "street2": gettext_lazy("Extra line"),
        "street3": gettext_lazy("Second extra line"),
        "postcode": gettext_lazy("Postcode"),
        "city": gettext_lazy("Town"),
        "postcode_city": gettext_lazy("Postcode and town"),
        "region": gettext_lazy("Region"),
        "country": gettext_lazy("Country"),
    },
    gettext_lazy("Record"): {
        "kind": gettext_lazy("Client or contact"),
        "status": gettext_lazy("Status"),
        "tags": gettext_lazy("Tags"),
        "assigned": gettext_lazy("Assigned members"),
        "number": gettext_lazy("Client number (K-00001)"),
        "external_id": gettext_lazy("Number in the former system"),
        "note": gettext_lazy("Note"),
        "registered_on": gettext_lazy("Client since"),
        "archived_on": gettext_lazy("Archived on"),
    },
    gettext_lazy("Insurance and health"): {
        "insurer": gettext_lazy("Insurance"),
        "insurance_number": gettext_lazy("Insurance number"),
        "has_aid": gettext_lazy("Entitled to aid (Beihilfe)"),
        "alerts": gettext_lazy("Alerts"),
    },
    gettext_lazy("Other people (as text)"): {
        "guardian": gettext_lazy("Legal guardian"),
        "family_doctor": gettext_lazy("Family doctor"),
        "emergency": gettext_lazy("Emergency contact"),
        "referrer": gettext_lazy("Referred by"),
        "payer": gettext_lazy("Billing recipient"),
    },
    gettext_lazy("Consents"): {
        "consent.privacy": gettext_lazy("Privacy notice received"),
        "consent.email": gettext_lazy("May be written to by e-mail"),
        "consent.text": gettext_lazy("May get text messages"),
        "consent.voicemail": gettext_lazy("Messages may be left on the answering machine"),
        "consent.marketing": gettext_lazy("News and offers"),
    },
}
_GROUPS: dict[str, Text] = {
    "mobile": pgettext_lazy("label", "Mobile"),
    "home": pgettext_lazy("label", "Home"),
    "work": pgettext_lazy("label", "Work"),
    "fax": pgettext_lazy("label", "Fax"),
    "other": pgettext_lazy("label", "Other"),
    "name": gettext_lazy("Name"),
    "phone": gettext_lazy("Phone"),
    "email": gettext_lazy("E-mail"),
    "relationship": gettext_lazy("Relationship"),
}
_LABELS = {
    "email_label": gettext_lazy("Label of e-mail"),
    "phone_label": gettext_lazy("Label of phone"),
    "address_label": gettext_lazy("Label of address"),
}
_BY_NAME = {name: label for fields in _FIELDS.values() for name, label in fields.items()} | _LABELS
NAMES = frozenset(("first_name", "last_name", "full_name", "employer", "external_id"))
"""Without one of these nobody can be imported."""


def label(target: str) -> str:
    """„Telefon (Mobil)“, „E-Mail 2“, „Sorgeberechtigte: Name“."""
    if target in _BY_NAME:
        return str(_BY_NAME[target])
    field, _dot, group = target.partition(".")
    name = str(_BY_NAME.get(field, field))
    return f"{name} {group}" if group.isdigit() else f"{name} ({_GROUPS.get(group, group)})"


def choices(present: Iterable[str]) -> list[tuple[str, list[Choice]]]:
    """Everything a column may hold, by group; targets that the file has beyond the usual ones stand last."""
    groups: list[tuple[str, list[Choice]]] = [("", [(KEEP, _("Keep in “Further details”")), (SKIP, _("Leave out"))])]
    for group, fields in _FIELDS.items():
        names = [target for target in TARGETS if target in fields or target.split(".")[0] in fields]
        groups.append((str(group), [(target, label(target)) for target in names]))
    further = sorted(set(present) - set(TARGETS) - {KEEP})
    return groups + (
        [(_("Further columns of this file"), [(target, label(target)) for target in further])] if further else []
    )


def chosen_twice(targets: Iterable[str]) -> set[str]:
    """Fields that hold one value and were given to more than one column."""
    listed = list(targets)
    return {
        target
        for target in listed
        if target != KEEP and target.split(".")[0] not in SEVERAL and listed.count(target) > 1
    }
