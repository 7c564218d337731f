"""Extract, merge and compile the catalogues: message ids are English, German is written by hand into the .po file.

With --check nothing is written; the exit status says whether a text is missing, left over, or not compiled.
"""

import io
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)  # a real one would change the file at each run
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def main() -> int:
    checking, wrong = "--check" in sys.argv, []
    found = extracted()
    for language in ("de", "en"):
        po = ROOT / f"locale/{language}/LC_MESSAGES/django.po"
        catalog, missing = merged(found, language, po)
        wanted = {po: as_po(catalog, language), po.with_suffix(".mo"): as_mo(catalog)}
        wrong += [f"{language}: „{text}“ is not translated" for text in missing]
        for path, content in wanted.items():
            if not path.exists() or path.read_bytes() != content:
                wrong += [f"{path.relative_to(ROOT)} is not up to date: python3 dev.py messages"] if checking else []
                if not checking:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
    print("\n".join(wrong) or "The catalogues are complete.")
    return 1 if wrong else 0


def extracted() -> Catalog:
    """Every text of the package, without places or dates, so that the result depends on the texts alone."""
    catalog = Catalog()
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    rows = extract_from_dir(ROOT / "src", methods, options, KEYWORDS, strip_comment_tags=True)
    for _file, _line, message, _comments, context in rows:
        catalog.add(message, context=context)
    return catalog


def merged(found: Catalog, language: str, po: Path) -> tuple[Catalog, list[str]]:
    """The found texts with the translations that the file holds, and those that have none. English is the id itself."""
    known = read_po(po.open("rb"), locale=language) if po.exists() else Catalog(locale=language)
    catalog, missing = Catalog(locale=language, creation_date=NO_DATE, revision_date=NO_DATE), []
    for message in sorted((m for m in found if m.id), key=lambda m: (first(m), m.context or "")):
        old = known.get(first(message), message.context)
        text = message.id if language == "en" else old.string if old else None
        if not text or not all([text] if isinstance(text, str) else text):
            missing.append(first(message))
            text = ("", "") if message.pluralizable else ""
        flags = [flag for flag in message.flags if flag != "fuzzy"]
        catalog.add(message.id, text, context=message.context, flags=flags)
    return catalog, missing


def first(message: Message) -> str:
    return message.id[0] if isinstance(message.id, tuple | list) else str(message.id)


def as_po(catalog: Catalog, language: str) -> bytes:
    out = io.BytesIO()
    write_po(out, catalog, width=120, omit_header=True, sort_output=True, no_location=True)
    return HEADER.format(language=language).encode() + out.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
