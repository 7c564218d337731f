"""Calculated fields: formulas with the names of fields as people write them, as they are kept, and what they give."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kartei.lib.formula import FormulaError, Sort, Value, parse, renamed
from kartei.people.fields.reading import Reading
from kartei.people.models import BUILT_IN_SECTIONS, Field, FieldType
from kartei.web import formats

BIRTH = "birth_date"  # the one fixed field that a formula may name
LONGEST_CHAIN = 30  # calculated fields that reckon with each other
_SORTS = {FieldType.NUMBER: Sort.NUMBER, FieldType.MONEY: Sort.NUMBER, FieldType.SCALE: Sort.NUMBER,
          FieldType.DATE: Sort.DATE}  # fmt: skip

SENTENCES: dict[str, str | Promise] = {
    "empty": gettext_lazy("Please write a formula."),
    "too_long": gettext_lazy("A formula has at most %(word)s characters."),
    "too_deep": gettext_lazy("There are too many brackets within each other."),
    "too_large": gettext_lazy("The number %(word)s is too large."),
    "incomplete": gettext_lazy("The formula ends too early: something is missing at its end."),
    "missing": gettext_lazy("A “%(word)s” is missing at the end."),
    "unexpected": gettext_lazy("“%(word)s” does not belong there (character %(place)s)."),
    "no_function": gettext_lazy("There is no function “%(word)s”. There are alter, tage, heute and wenn."),
    "age_arguments": gettext_lazy("“%(word)s” takes one date: alter([Geburtsdatum])."),
    "days_arguments": gettext_lazy("“%(word)s” takes two dates, divided by a semicolon: tage([Beginn]; [Ende])."),
    "today_arguments": gettext_lazy("“%(word)s” takes nothing: heute()."),
    "if_arguments": gettext_lazy("“%(word)s” takes three parts, divided by semicolons: wenn([A] > 3; 1; 0)."),
    "no_field": gettext_lazy("There is no number or date field called “%(word)s”."),
    "ambiguous": gettext_lazy("There are several fields called “%(word)s”. Please write [Section: %(word)s]."),
    "needs_number": gettext_lazy("“%(word)s” reckons with numbers; there is a date or a comparison beside it."),
    "needs_date": gettext_lazy("“%(word)s” needs dates."),
    "needs_condition": gettext_lazy("“wenn” begins with a comparison, such as [A] > 3."),
    "different_ends": gettext_lazy("Both answers of “wenn” must be numbers, or both dates."),
    "not_comparable": gettext_lazy("“%(word)s” compares two numbers or two dates."),
    "is_condition": gettext_lazy("A comparison alone is no result. Please put it into “wenn”."),
    "cycle": gettext_lazy("The field would be calculated from itself."),
}


def sentence(fault: FormulaError) -> str:
    """What is wrong with a formula, in words."""
    return str(SENTENCES[fault.code]) % {"word": fault.word, "place": fault.place + 1}


def is_usable(field: Field) -> bool:
    """Whether a formula may name a field."""
    return field.archived_at is None and (field.type in _SORTS or field.type == FieldType.CALCULATED)


def kept_formula(text: str, fields: Iterable[Field]) -> str:
    """The formula as it is kept: fields by the names that no renaming changes. Raises FormulaError."""
    fields = list(fields)
    parse(text)
    found = renamed(text, _finder(fields))
    parse(found).sort_of(sorts_of(fields))
    return found


def written_formula(kept: str, fields: Iterable[Field]) -> str:
    """A kept formula with the labels of its fields, as people write it."""
    labels = dict(names(fields))
    return renamed(kept, lambda name: labels.get(name, "?"))


def names(fields: Iterable[Field]) -> list[tuple[str, str]]:
    """(name, what stands in brackets) of whatever a formula may name; with its section where a label is not alone."""
    usable = [field for field in fields if is_usable(field)]
    keys = [_key(_("Date of birth")), *(_key(field.label) for field in usable)]
    return [
        (BIRTH, _("Date of birth") if keys.count(keys[0]) == 1 else _full_birth()),
        *(
            (field.name, _plain(field.label) if keys.count(_key(field.label)) == 1 else _full(field))
            for field in usable
        ),
    ]


def references(field: Field) -> tuple[str, ...]:
    """The names in the formula of a calculated field."""
    try:
        return parse(field.options.get("formula", "")).references
    except FormulaError:
        return ()


def depending_on(names: Iterable[str], fields: Mapping[str, Field]) -> set[str]:
    """The calculated fields that reckon with one of these, be it over others."""
    found, asked = set[str](), set(names)
    calculated = {name: references(field) for name, field in fields.items() if field.type == FieldType.CALCULATED}
    while new := {name for name, used in calculated.items() if name not in found and asked & set(used)}:
        found |= new
        asked |= new
    return found


def chain_to(name: str, fields: Mapping[str, Field]) -> int:
    """How many calculated fields lead to this one, itself included; one more than LONGEST_CHAIN stands for more."""
    length, level = 0, {name}
    while level and length <= LONGEST_CHAIN:
        calculated = [fields[one] for one in level if one in fields and fields[one].type == FieldType.CALCULATED]
        length += bool(calculated)
        level = {used for one in calculated for used in references(one)}
    return length


def sorts_of(fields: Iterable[Field]) -> dict[str, Sort]:
    """{name: number or date} of all that a formula may name; calculated ones after those that they are made from."""
    fields = list(fields)
    sorts = {BIRTH: Sort.DATE} | {field.name: _SORTS[FieldType(field.type)] for field in fields if field.type in _SORTS}
    waiting = [field for field in fields if field.type == FieldType.CALCULATED]
    while waiting:
        ready = [field for field in waiting if set(references(field)) <= sorts.keys()]
        for field in ready:
            try:
                sorts[field.name] = parse(field.options["formula"]).sort_of(sorts)
            except FormulaError:  # a field in it has become something else
                continue
        waiting = [field for field in waiting if field not in ready]
        if not ready:
            break
    return sorts


def needed(fields: Iterable[Field], known: Mapping[str, Field]) -> list[Field]:
    """The fields whose values it takes to work these out, be it over others."""
    found, asked = dict[str, Field](), {name for field in fields for name in references(field)}
    while new := {name: known[name] for name in asked if name in known and name not in found}:
        found |= new
        asked = {name for field in new.values() for name in references(field)}
    return [field for field in found.values() if field.type != FieldType.CALCULATED]


def told(field: Field, value: Any, reading: Reading) -> str:
    """A result as people read it."""
    if isinstance(value, date):
        return formats.date(value)
    places = _places(field)
    shown = formats.number(value, "#,##0." + "#" * places if places else "#,##0")
    unit = field.options.get("unit")
    return f"{shown} {unit}" if unit else shown


def _places(field: Field) -> int:
    found: int = field.options.get("decimals", 2)
    return found


class Reckoning:
    """The values of one record as numbers and dates; what is calculated is worked out when it is asked for."""

    def __init__(self, fields: Mapping[str, Field], kept: Mapping[str, Any], birth_date: date | None) -> None:
        self.fields, self.kept = fields, kept
        self.known: dict[str, Value] = {BIRTH: birth_date}
        self.depth = 0

    def result(self, field: Field) -> Decimal | date | None:
        """What a calculated field gives: a date, a number with the field's decimals, or nothing."""
        value = self.value(field.name)
        if isinstance(value, Decimal):
            return value.quantize(Decimal(1).scaleb(-_places(field)), ROUND_HALF_UP)
        return value if isinstance(value, date) else None

    def value(self, name: str) -> Value:
        if name not in self.known:
            self.known[name] = None  # what a circle would find
            if field := self.fields.get(name):
                self.known[name] = self._result(field) if field.type == FieldType.CALCULATED else self._told(field)
        return self.known[name]

    def _result(self, field: Field) -> Value:
        try:
            formula = parse(field.options["formula"])
        except (FormulaError, KeyError):
            return None
        if self.depth > LONGEST_CHAIN:  # made before there was a limit
            return None
        self.depth += 1
        values = {name: self.value(name) for name in formula.references}
        self.depth -= 1
        return formula.value(values, timezone.localdate())

    def _told(self, field: Field) -> Value:
        value: Any = self.kept.get(field.name)
        if value is None:
            return None
        return date.fromisoformat(value) if field.type == FieldType.DATE else Decimal(value)


def _finder(fields: list[Field]) -> Callable[[str], str]:
    """From what stands in brackets to the name of the field. Raises FormulaError."""
    usable = [field for field in fields if is_usable(field)]
    known = {_key(_("Date of birth")): [BIRTH], _key(_full_birth()): [BIRTH]}
    for field in usable:
        known.setdefault(_key(field.label), []).append(field.name)
        known.setdefault(_key(_full(field)), []).append(field.name)

    def find(word: str) -> str:
        found = known.get(_key(word), [])
        if len(found) != 1:
            raise FormulaError("ambiguous" if found else "no_field", word)
        return found[0]

    return find


def _plain(label: str) -> str:
    """A label as it can stand in brackets."""
    return " ".join(label.replace("[", " ").replace("]", " ").split())


def _full(field: Field) -> str:
    return f"{_plain(str(field.section))}: {_plain(field.label)}"


def _full_birth() -> str:
    label = _("Date of birth")
    return f"{BUILT_IN_SECTIONS['master']}: {label}"


def _key(label: str) -> str:
    return _plain(label).casefold()
