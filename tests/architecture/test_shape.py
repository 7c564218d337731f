"""The shape of the code: names, sizes and layers that nobody has to remember."""

import ast
import statistics
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src/kartei"
FORBIDDEN = {"utils", "helpers", "common", "misc", "services", "managers", "base", "mixins"}
NAMED_BY_DJANGO = {SOURCE / "db/base.py"}
LAYERS = [
    {"conf"},
    {"overview"},
    {"portal", "api", "privacy", "help", "demo"},
    {"documentation", "billing"},
    {"calendar"},
    {"inbox"},
    {"people"},
    {"backup"},
    {"workspaces", "files"},
    {"audit"},
    {"tenancy"},
    {"accounts"},
    {"web"},
    {"db"},
    {"lib"},
]


def modules() -> Iterator[Path]:
    return (path for path in SOURCE.rglob("*.py") if "migrations" not in path.parts)


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{path.relative_to(ROOT)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def level(app: str) -> int:
    return next(place for place, layer in enumerate(LAYERS) if app in layer)


def test_no_module_is_a_drawer() -> None:
    assert [path for path in modules() if path.stem in FORBIDDEN and path not in NAMED_BY_DJANGO] == []


@pytest.mark.parametrize(("pattern", "most"), [("*.py", 400), ("*.html", 150)])
def test_no_file_of_the_package_has_grown_too_long(pattern: str, most: int) -> None:
    own = (path for path in SOURCE.rglob(pattern) if "migrations" not in path.parts)  # those are written by Django
    assert [(path.name, lines(path)) for path in own if lines(path) > most] == []


def test_no_stylesheet_or_script_has_grown_too_long() -> None:
    sources = [*(ROOT / "frontend/js").rglob("*.js"), *(ROOT / "frontend/css").rglob("*.css")]
    assert sources
    assert [(path.name, lines(path)) for path in sources if lines(path) > 400] == []


def test_functions_are_small() -> None:
    sizes = [size for path in modules() for size in functions(path)]
    assert [size for size in sizes if size[1] > 50] == []
    assert statistics.median(size for _, size in sizes) <= 8


def test_views_are_small() -> None:
    views = [path for path in modules() if path.stem == "views" or "views" in path.parts]
    assert [size for path in views for size in functions(path) if size[1] > 30] == []


def test_no_model_has_too_many_fields() -> None:
    own = [model for model in apps.get_models() if model.__module__.startswith("kartei.")]
    assert [model for model in own if len(model._meta.local_fields) > 35] == []


def test_foreign_keys_point_down_the_layers() -> None:
    """import-linter does not see references between models."""
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("kartei.")
        for field in model._meta.local_fields
        if field.is_relation
        and field.related_model.__module__.startswith("kartei.")
        and level(model._meta.app_label) > level(field.related_model._meta.app_label)
    ]
    assert upward == []


def test_every_package_stands_in_a_layer() -> None:
    packages = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    assert packages <= set().union(*LAYERS)


def test_runtime_dependencies_stay_few() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert len(project["dependencies"]) <= 35


def test_no_text_of_the_project_names_a_registry_or_a_machine() -> None:
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *modules()]
    named = ("pypi.org", "pythonhosted", "registry.npmjs", "deb.debian.org")
    assert [path.name for path in texts if any(name in path.read_text() for name in named)] == []
