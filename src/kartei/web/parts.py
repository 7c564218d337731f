"""A field of several inputs, each with a label of its own: an address, a file and what to do with it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from django import forms
from django.forms.boundfield import BoundField, BoundWidget

from kartei.web.forms import limit

Inputs = Mapping[str, tuple[Any, forms.Field]]
"""{name of the part: (its label, the field that checks it)}."""


class Part(NamedTuple):
    """One of the inputs as `ui.field` lays it out."""

    label: str
    id: str
    input: str
    is_hidden: bool
    is_checkbox: bool


class PartsWidget(forms.MultiWidget):
    layout = "parts"

    def __init__(self, parts: Inputs, attrs: Any = None) -> None:
        super().__init__({name: field.widget for name, (_label, field) in parts.items()}, attrs)
        self.labels = [label for label, _field in parts.values()]
        self.names = list(parts)

    def decompress(self, value: Any) -> list[Any]:
        return [(value or {}).get(name) for name in self.names]

    def laid_out(self, bound: BoundField) -> Iterator[Part]:
        """Each input with its label; the first one takes the focus where the field should."""
        attrs = bound.build_widget_attrs({"id": bound.auto_id}, self)
        context = self.get_context(bound.html_name, bound.value(), attrs)
        for place, (label, widget) in enumerate(zip(self.labels, context["widget"]["subwidgets"], strict=True)):
            if place:
                widget["attrs"].pop("autofocus", None)
            html = BoundWidget(self, widget, bound.form.renderer).tag()
            kind = widget.get("type")
            yield Part(str(label), widget["attrs"]["id"], html, kind == "hidden", kind == "checkbox")


class PartsField(forms.MultiValueField):
    """Its value is what `together` makes of {name of a part: value}; None when nothing is told."""

    def __init__(self, parts: Inputs, **kwargs: Any) -> None:
        fields = tuple(field for _label, field in parts.values())
        for field in fields:
            if isinstance(field, forms.CharField):
                limit(field)
        self.names = list(parts)
        super().__init__(fields, widget=PartsWidget(parts), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[Any]) -> Any:
        return self.together(dict(zip(self.names, data_list, strict=True))) if data_list else None

    def together(self, told: dict[str, Any]) -> Any:
        return told if any(told.values()) else None
