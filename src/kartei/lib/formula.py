"""Formulas of calculated fields: `[Gewicht] ÷ ([Größe] × [Größe])`, `alter([Geburtsdatum])`, `wenn([A] > 3; 1; 0)`.

A formula is read by the small parser below into a tree and walked; nothing of it is ever run as code. Names of fields
stand in brackets, arguments are divided by „;“, numbers are written with comma or point. What is empty makes the whole
empty, as does a division by zero or a number beyond all measure.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Context, Decimal, InvalidOperation, Overflow
from enum import StrEnum
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from kartei.lib.ages import age_on

LONGEST, DEEPEST, DIGITS = 500, 20, 15  # characters; brackets within brackets; digits before the point

Value = Decimal | date | bool | None


class Sort(StrEnum):
    """What a part of a formula is."""

    NUMBER = "number"
    DATE = "date"
    CONDITION = "condition"


class FormulaError(ValueError):
    """Why a text is no formula: a code, the word that it is about, and its place."""

    def __init__(self, code: str, word: str = "", place: int = 0) -> None:
        super().__init__(f"{code}: {word}")
        self.code, self.word, self.place = code, word, place


@dataclass(frozen=True)
class Number:
    value: Decimal


@dataclass(frozen=True)
class Reference:
    name: str


@dataclass(frozen=True)
class Call:
    """An operator or a function with its arguments."""

    name: str
    arguments: tuple["Node", ...]


Node = Number | Reference | Call

FUNCTIONS = {"alter": "age", "age": "age", "tage": "days", "days": "days", "heute": "today", "today": "today",
             "wenn": "if", "if": "if"}  # fmt: skip
"""Both languages → the one name within the tree."""
ARGUMENTS = {"age": 1, "days": 2, "today": 0, "if": 3}
_SIGNS = {"−": "-", "–": "-", "×": "*", "·": "*", "÷": "/", ":": "/", "≤": "<=", "≥": ">=", "≠": "<>"}
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {"<": lt, ">": gt, "<=": le, ">=": ge, "=": eq, "<>": ne}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:[.,]\d+)?)|\[(?P<reference>[^\[\]]*)\]|(?P<word>[^\W\d_]+)"
    r"|(?P<sign><=|>=|<>|[-+*/−–×·÷:≤≥≠<>=();]))"
)


@dataclass(frozen=True)
class Formula:
    """A formula that was understood; `sort_of` says of what kind its result is."""

    root: Node

    @property
    def references(self) -> tuple[str, ...]:
        """The names in it, each once."""
        return tuple(dict.fromkeys(_references(self.root)))

    def sort_of(self, sorts: Mapping[str, Sort]) -> Sort:
        """What it gives, for fields of these kinds. Raises FormulaError where a part does not fit."""
        found = _sort(self.root, sorts)
        if found is Sort.CONDITION:
            raise FormulaError("is_condition")
        return found

    def value(self, values: Mapping[str, Value], today: date) -> Value:
        """The result; None when a part of it is empty."""
        found = _value(self.root, values, today)
        return None if isinstance(found, Decimal) and abs(found) >= 10**DIGITS else found


@lru_cache(1_000)
def parse(text: str) -> Formula:
    """Read a formula. Raises FormulaError."""
    if len(text) > LONGEST:
        raise FormulaError("too_long", str(LONGEST))
    return Formula(_Parser(text).whole())


def renamed(text: str, name_of: Callable[[str], str]) -> str:
    """The same formula with other names of its fields, all of them in brackets."""

    def put(found: re.Match[str]) -> str:
        kind = str(found.lastgroup)
        is_called = text[found.end() :].lstrip().startswith("(")
        if kind != "reference" and (kind != "word" or is_called):
            return found[0]
        blank = found[0][: len(found[0]) - len(found[0].lstrip())]
        return f"{blank}[{name_of(found[kind].strip())}]"

    return _TOKEN.sub(put, text)


class _Parser:
    """From the weakest tie to the strongest: comparison, sum, product, sign, atom."""

    def __init__(self, text: str) -> None:
        self.tokens = _tokens(text)
        self.at = self.depth = 0

    def whole(self) -> Node:
        if len(self.tokens) == 1:
            raise FormulaError("empty")
        found = self._comparison()
        if self._kind != "end":
            raise self._fault()
        return found

    @property
    def _kind(self) -> str:
        return self.tokens[self.at][0]

    @property
    def _word(self) -> str:
        return self.tokens[self.at][1]

    def _fault(self) -> FormulaError:
        kind, word, place = self.tokens[self.at]
        return FormulaError("incomplete") if kind == "end" else FormulaError("unexpected", word, place)

    def _take(self, *signs: str) -> str:
        """The next token when it is one of these signs, else an empty text."""
        if self._kind != "sign" or self._word not in signs:
            return ""
        self.at += 1
        return self.tokens[self.at - 1][1]

    def _demand(self, sign: str) -> None:
        if not self._take(sign):
            raise FormulaError("missing", sign, self.tokens[self.at][2]) if self._kind == "end" else self._fault()

    def _comparison(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise FormulaError("too_deep")
        left = self._sum()
        if sign := self._take(*_COMPARED):
            left = Call(sign, (left, self._sum()))
        self.depth -= 1
        return left

    def _sum(self) -> Node:
        left = self._product()
        while sign := self._take("+", "-"):
            left = Call(sign, (left, self._product()))
        return left

    def _product(self) -> Node:
        left = self._signed()
        while sign := self._take("*", "/"):
            left = Call(sign, (left, self._signed()))
        return left

    def _signed(self) -> Node:
        if not self._take("-"):
            return self._atom()
        return Call("-", (Number(Decimal(0)), self._atom()))

    def _atom(self) -> Node:
        kind, word, place = self.tokens[self.at]
        if self._take("("):
            inner = self._comparison()
            self._demand(")")
            return inner
        self.at += kind not in {"end", "sign"}
        if kind == "number":
            return _number(word, place)
        if kind == "reference":
            return Reference(word)
        if kind == "word":
            return self._called(word, place)
        raise self._fault()

    def _called(self, word: str, place: int) -> Node:
        """A function, or a field of one word without brackets."""
        if self._kind != "sign" or self._word != "(":
            return Reference(word)
        name = FUNCTIONS.get(word.casefold())
        if name is None:
            raise FormulaError("no_function", word, place)
        self._demand("(")
        arguments: list[Node] = []
        while not self._take(")"):
            if arguments:
                self._demand(";")
            arguments.append(self._comparison())
        if len(arguments) != ARGUMENTS[name]:
            raise FormulaError(f"{name}_arguments", word, place)
        return Call(name, tuple(arguments))


def _tokens(text: str) -> list[tuple[str, str, int]]:
    """(kind, word, place) of each part, with an „end“ behind the last."""
    found, place = [], 0
    text = text.rstrip()
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            rest = text[place:].lstrip()
            raise FormulaError("unexpected", rest[0], text.index(rest[0], place))
        kind = str(token.lastgroup)
        word = token[kind].strip()
        found.append((kind, _SIGNS.get(word, word), token.start(kind)))
        place = token.end()
    return [*found, ("end", "", place)]


def _number(word: str, place: int) -> Number:
    if len(word) > DIGITS:
        raise FormulaError("too_large", word, place)
    return Number(Decimal(word.replace(",", ".")))


def _references(node: Node) -> list[str]:
    if isinstance(node, Reference):
        return [node.name]
    return [name for part in node.arguments for name in _references(part)] if isinstance(node, Call) else []


def _sort(node: Node, sorts: Mapping[str, Sort]) -> Sort:
    if isinstance(node, Number):
        return Sort.NUMBER
    if isinstance(node, Reference):
        if node.name not in sorts:
            raise FormulaError("no_field", node.name)
        return sorts[node.name]
    given = [_sort(part, sorts) for part in node.arguments]
    if node.name == "if":
        return _sort_of_choice(given)
    if node.name in _COMPARED:
        if given[0] is not given[1] or given[0] is Sort.CONDITION:
            raise FormulaError("not_comparable", node.name)
        return Sort.CONDITION
    needed = Sort.DATE if node.name in ARGUMENTS else Sort.NUMBER
    if any(sort is not needed for sort in given):
        raise FormulaError(f"needs_{needed}", node.name)
    return Sort.DATE if node.name == "today" else Sort.NUMBER


def _sort_of_choice(given: list[Sort]) -> Sort:
    if given[0] is not Sort.CONDITION:
        raise FormulaError("needs_condition")
    if given[1] is not given[2]:
        raise FormulaError("different_ends")
    return given[1]


def _value(node: Node, values: Mapping[str, Value], today: date) -> Value:
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Reference):
        return values.get(node.name)
    if node.name == "if":
        condition = _value(node.arguments[0], values, today)
        return None if condition is None else _value(node.arguments[1 if condition else 2], values, today)
    given = [_value(part, values, today) for part in node.arguments]
    return None if any(value is None for value in given) else _applied(node.name, given, today)


def _applied(name: str, given: list[Value], today: date) -> Value:
    match name, given:
        case "today", []:
            return today
        case "age", [date() as born]:
            return Decimal(age_on(born, today)) if born <= today else None
        case "days", [date() as first, date() as last]:
            return Decimal((last - first).days)
        case _, [Decimal() as left, Decimal() as right] if name in "+-*/":
            return _reckoned(name, left, right)
        case _, [left, right] if name in _COMPARED and type(left) is type(right):
            return _COMPARED[name](left, right)
    return None


_CONTEXT = Context(prec=28, Emax=100, traps=[InvalidOperation, Overflow])


def _reckoned(sign: str, left: Decimal, right: Decimal) -> Decimal | None:
    if sign == "/" and right == 0:
        return None
    verb = {"+": _CONTEXT.add, "-": _CONTEXT.subtract, "*": _CONTEXT.multiply, "/": _CONTEXT.divide}[sign]
    try:
        return verb(left, right)
    except (InvalidOperation, Overflow):
        return None
