"""The template engine: strict names, macros, fragments, attributes, icons."""

import re
from collections.abc import Callable
from pathlib import Path

import jinja2
import pytest

import kartei
from kartei.web.assets import DIST, manifest
from kartei.web.pages import attributes, pages

SOURCES = Path(kartei.__file__).parent
FRONTEND = SOURCES.parent.parent / "frontend"


def test_an_unknown_name_raises(render: Callable[..., str]) -> None:
    with pytest.raises(jinja2.UndefinedError):
        render("{{ nobody_gave_this }}")


def test_an_unknown_macro_is_named(render: Callable[..., str]) -> None:
    with pytest.raises(jinja2.UndefinedError, match="no_such_macro"):
        render("{{ ui.no_such_macro() }}")


def test_text_is_escaped(render: Callable[..., str]) -> None:
    assert render("{{ ui.badge(text) }}", text="<script>").count("&lt;script&gt;") == 1


def test_extra_keywords_become_attributes() -> None:
    written = attributes(
        {"hx_get": "/a?b&c", "data_open": True, "aria_label": None, "disabled": False, "hx_headers__inherited": "x"}
    )
    assert written == ' hx-get="/a?b&amp;c" data-open hx-headers:inherited="x"'


def test_a_button_with_an_address_is_a_link(render: Callable[..., str]) -> None:
    assert render("{{ ui.button('Weiter', href='/w/') }}").startswith('<a href="/w/"')


def test_a_button_of_icon_size_says_its_name(render: Callable[..., str]) -> None:
    html = render("{{ ui.button('Drucken', icon='printer', size='icon') }}")
    assert 'aria-label="Drucken"' in html
    assert ">Drucken<" not in html


def test_an_empty_fact_shows_a_dash(render: Callable[..., str]) -> None:
    assert "<dd>—</dd>" in render("{{ ui.fact('Titel', '') }}")
    assert "<dd>0</dd>" in render("{{ ui.fact('Kinder', 0) }}")


def test_every_template_of_the_project_compiles() -> None:
    for name in pages().env.list_templates(extensions=["html"]):
        pages().env.get_template(name)


def test_templates_have_no_inline_script_style_or_handler() -> None:
    for file in SOURCES.glob("*/templates/**/*.html"):
        assert not re.search(r'<style|\sstyle="|\son[a-z]+="|<script(?![^>]*(src=|nonce=))', file.read_text()), file


def test_every_icon_in_a_template_is_in_the_sprite() -> None:
    sprite = (DIST / manifest()["icons.svg"]).read_text()
    for file in SOURCES.glob("*/templates/**/*.html"):
        for name in re.findall(r"""(?:ui\.icon\(|icon=)["']([a-z0-9-]+)["']""", file.read_text()):
            assert f'id="{name}"' in sprite, f"{name} in {file} is missing in frontend/icons.txt"


def test_the_sprite_holds_the_icons_of_the_list() -> None:
    sprite = (DIST / manifest()["icons.svg"]).read_text()
    assert re.findall(r'<symbol id="([^"]+)"', sprite) == (FRONTEND / "icons.txt").read_text().split()


def test_built_files_carry_the_hash_of_their_content_and_lie_compressed() -> None:
    for name in manifest().values():
        assert re.fullmatch(r"[a-z-]+-[0-9a-f]{12}\.(css|js|svg|woff2)", name)
        assert (DIST / name).exists()
        assert name.endswith(".woff2") or (DIST / f"{name}.gz").exists()


def test_colour_values_stand_in_the_tokens_alone() -> None:
    for file in (FRONTEND / "css").glob("*.css"):
        colours = re.findall(r"oklch\(|rgb\(|hsl\(|#[0-9a-f]{3,8}\b", file.read_text())
        assert file.name == "tokens.css" or set(colours) <= {"#000", "#fff"}, file
