"""What the columns of a table hold: a proposal that people can change.

A target is a word of `TARGETS`, with a group where a person may have several: `phone.mobile`, `street.work`, `email.2`.
"""

import re
from collections.abc import Iterable, Sequence

from kartei.lib import emails, vocabulary
from kartei.lib.tables import aliases

KEEP = ""  # no field of its own: goes into „Weitere Angaben aus dem Import“
SKIP = "skip"  # left out, by choice

_TARGETS = """
    salutation title first_name middle_name name_prefix last_name full_name preferred_name birth_name pronouns
    gender sex birth_date kind number external_id status tags assigned email email.work email.2 email.3 phone
    phone.mobile phone.home phone.work phone.fax phone.other address street house_number street2 street3 postcode
    city postcode_city region country address.work street.work street2.work street3.work postcode.work city.work
    region.work country.work street.other street2.other street3.other postcode.other city.other region.other
    country.other language form_of_address time_zone occupation employer family_state insurer insurance_number
    has_aid alerts note registered_on archived_on died_on guardian.name guardian.phone guardian.email
    family_doctor.name family_doctor.phone family_doctor.email emergency.name emergency.phone emergency.relationship
    referrer.name referrer.phone referrer.email payer.name consent.privacy consent.email consent.text
    consent.voicemail consent.marketing skip
"""
TARGETS = tuple(_TARGETS.split())  # in the order of a select
# fields that several columns may fill
SEVERAL = frozenset(("email", "phone", "tags", "assigned", "note", "street2", SKIP))

_GOOGLE = re.compile(
    r"(?P<thing>E-?mail|Phone|Address) (?P<group>\d+) - "
    r"(?P<part>Label|Type|Value|Formatted|Street|City|PO Box|Region|Postal Code|Country|Extended Address)"
)
_GOOGLE_PARTS = {
    "Value": "{thing}", "Label": "{thing}_label", "Type": "{thing}_label", "Formatted": "address", "Street": "street",
    "City": "city", "PO Box": "street2", "Region": "region", "Postal Code": "postcode", "Country": "country",
    "Extended Address": "street2",
}  # fmt: skip


_TARGET = re.compile(r"([a-z_]+[23]?)(?:\.(\d{1,2}|[a-z_]+))?")
_GROUPED = frozenset(("email", "phone", "address", "street", "street2", "city", "region", "postcode", "country"))
_LABELS = frozenset(("email_label", "phone_label", "address_label"))


def is_target(text: str) -> bool:
    """Tell whether a text is a target: one of TARGETS, KEEP, or a numbered group of several (email.4, street.2)."""
    if text in TARGETS or text == KEEP:
        return True
    parts = _TARGET.fullmatch(text)
    return bool(parts and parts[2] and parts[2].isdigit() and parts[1] in _GROUPED | _LABELS)


def is_known(heading: str) -> bool:
    """Tell whether a cell is a heading that we know."""
    return len(heading) <= 60 and bool(heading) and (aliases.key(heading) in aliases.table() or bool(_google(heading)))


def propose(header: Sequence[str], samples: Iterable[Sequence[str]] = ()) -> list[str]:
    """Give a target for each heading, KEEP where none is known; a field that holds one value gets one column.

    `samples` are some rows (cells in the order of the header): they decide what a heading alone leaves open.
    """
    columns = list(zip(*samples, strict=False)) or [()] * len(header)
    found = [_google(heading) or aliases.table().get(aliases.key(heading), KEEP) for heading in header]
    found = [_by_content(target, cells) for target, cells in zip(found, columns, strict=True)]
    found = _in_context(found)
    return [target if _is_free(target, found[:at]) else KEEP for at, target in enumerate(found)]


def _is_free(target: str, taken: list[str]) -> bool:
    return target.partition(".")[0] in SEVERAL or target not in taken


def _google(heading: str) -> str:
    parts = _GOOGLE.fullmatch(heading)
    if not parts:
        return ""
    thing = parts["thing"].lower().replace("-", "")
    return f"{_GOOGLE_PARTS[parts['part']].format(thing=thing)}.{parts['group']}"


def _by_content(target: str, cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    if target == "kind" and filled and not any(map(vocabulary.kind, filled)):
        return KEEP  # „Typ“ may mean anything
    if target == KEEP and filled and all(emails.looks_right(cell) for cell in filled):
        return "email"
    return target


def _in_context(found: list[str]) -> list[str]:
    """Decide what hangs on the other columns: „Name“ beside a first name, „Address“ beside a city, Outlook's „Ort“."""
    instead = {"name": "last_name" if "first_name" in found and "last_name" not in found else "full_name"}
    if "name" in found and "last_name" in found:
        instead["name"] = KEEP
    if "address" in found and ("city" in found or "postcode" in found) and "street" not in found:
        instead["address"] = "street"
    if "street.work" in found and found.count("city") > 1:
        at = [index for index, target in enumerate(found) if target == "city"]
        found = [KEEP if index in at[1:] else target for index, target in enumerate(found)]
    return [instead.get(target, target) for target in found]


def source_of(header: Iterable[str]) -> str:
    """Give the system whose export this is, by its headings: carepatron, jane, cliniko …; "" for any other."""
    keys = frozenset(map(aliases.key, header))
    return next((system for system, needed in aliases.fingerprints().items() if needed <= keys), "")
