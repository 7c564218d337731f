"""Jinja2 pages: unknown names raise, macros stand in the global `ui`, words and numbers follow the user's language."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, cast

import jinja2
from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from django.template.backends.utils import csrf_input
from django.urls import reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from markupsafe import Markup, escape

from kartei.web import assets, formats, forms


class Pages(Jinja2):
    """The template engine `pages` of the settings."""

    app_dirname = "templates"

    def render(self, name: str, values: Mapping[str, Any], request: HttpRequest) -> str:
        """Render a template, or with `name#block` one of its blocks. Raises TemplateNotFound, KeyError."""
        file, _, block = name.partition("#")
        template = self.env.get_template(file)
        context = {**self._context(request), **values}
        if not block:
            return template.render(context)
        frame = template.new_context(context)
        # The page's first piece, thrown away: before it come the {% set %} and {% import %} that the block may use.
        next(template.root_render_func(frame), None)
        return "".join(template.blocks[block](frame))

    def _context(self, request: HttpRequest) -> dict[str, Any]:
        """What `Jinja2.get_template(…).render` puts beside the values of the view; the token is masked once a page."""
        context: dict[str, Any] = {
            "request": request,
            "csrf_input": SimpleLazyObject(partial(csrf_input, request)),
            "csrf_token": SimpleLazyObject(partial(get_token, request)),
        }
        for processor in self.template_context_processors:
            context |= processor(request)
        return context


class Macros:
    """`ui.button(…)` is the macro `button` of any file in templates/ui/; the files are read once in a process."""

    def __init__(self, env: jinja2.Environment) -> None:
        self._env = env

    def __getattr__(self, name: str) -> Any:
        """Asked only for what is not there yet: the first time, all macros become attributes."""
        vars(self).update(self._read())
        try:
            return vars(self)[name]
        except KeyError:
            raise AttributeError(f"no macro {name} in templates/ui/") from None

    def _read(self) -> dict[str, Any]:
        files = self._env.list_templates(filter_func=lambda name: name.startswith("ui/"))
        modules = [self._env.get_template(file).module for file in files]
        return {name: value for module in modules for name, value in vars(module).items() if not name.startswith("_")}


def environment(**options: Any) -> jinja2.Environment:
    """The Jinja2 environment of all pages."""
    options |= {"undefined": jinja2.StrictUndefined, "extensions": ["jinja2.ext.i18n", "jinja2.ext.do"]}
    env = jinja2.Environment(trim_blocks=True, lstrip_blocks=True, **options)  # noqa: S701  # Django sets autoescape
    env.install_gettext_callables(  # type: ignore[attr-defined]  # comes with the extension
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(ui=Macros(env), url=_url, static=assets.url, language=translation.get_language)
    env.globals["site_address"] = settings.KARTEI_URL
    env.filters.update(formats.FILTERS)
    env.filters.update(field_kind=forms.kind, attributes=attributes)
    env.policies["ext.i18n.trimmed"] = True
    return env


def attributes(values: Mapping[str, Any]) -> Markup:
    """Extra keywords of a macro as HTML: hx_get → hx-get, class_ → class, hx_headers__inherited → hx-headers:inherited.

    True is the bare attribute; False and None leave it out.
    """
    written = [
        f" {_attribute(name)}" if value is True else f' {_attribute(name)}="{escape(value)}"'
        for name, value in values.items()
        if value is not None and value is not False
    ]
    return Markup("".join(written))  # noqa: S704  # names come from our own templates, values are escaped


def pages() -> Pages:
    """The engine, for whoever renders outside of a template."""
    return cast("Pages", engines["pages"])


@cache
def _attribute(name: str) -> str:
    return name.rstrip("_").replace("__", ":").replace("_", "-")


def _url(name: str, *args: Any, **kwargs: Any) -> str:
    return reverse(name, args=args, kwargs=kwargs)
