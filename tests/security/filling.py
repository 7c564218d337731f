"""Reading the forms of a page, so that tests fill in whatever there is to fill in."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import quote_from_bytes

Pairs = list[tuple[str, str]]


@dataclass
class Form:
    action: str
    is_post: bool
    pairs: Pairs = field(default_factory=list)  # as the browser would send them untouched
    texts: set[str] = field(default_factory=set)  # names of the fields that one types into

    @property
    def names(self) -> list[str]:
        return list(dict.fromkeys(name for name, _value in self.pairs if name != "csrfmiddlewaretoken"))

    def with_value(self, name: str, value: str) -> Pairs:
        return [(each, value if each == name else old) for each, old in self.pairs]


def forms_in(html: str) -> list[Form]:
    parser = _Parser()
    parser.feed(html)
    return parser.forms


def encoded(pairs: Pairs) -> bytes:
    """As application/x-www-form-urlencoded; lone surrogates go out as the bytes that no browser sends."""
    return b"&".join(b"=".join(_quoted(text) for text in pair) for pair in pairs)


def _quoted(text: str) -> bytes:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass")).encode()


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._open: Form | None = None
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = Form(given.get("action", ""), given.get("method") == "post")
            self.forms.append(self._open)
        if self._open is None:
            return
        if tag == "input" and given.get("name"):
            self._take_input(self._open, given)
        elif tag == "textarea":
            self._area = given["name"]
            self._open.pairs.append((given["name"], ""))
            self._open.texts.add(given["name"])
        elif tag == "select":
            self._select = given["name"]
            self._open.pairs.append((given["name"], ""))
        elif tag == "option" and "selected" in given:
            self._open.pairs[-1] = (self._select, given["value"])

    def handle_data(self, data: str) -> None:
        if self._area and self._open and data.strip():
            self._open.pairs[-1] = (self._area, data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = None
        if tag == "textarea":
            self._area = ""

    @staticmethod
    def _take_input(form: Form, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"checkbox", "radio"} and "checked" not in given and given["name"] in form.names:
            return
        form.pairs.append((given["name"], given.get("value", "")))
        if kind in {"text", "email", "tel", "search", "password"}:
            form.texts.add(given["name"])
