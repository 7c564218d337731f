"""`kartei import` of 100,000 rows, some of them twice."""

import csv
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks import people
from benchmarks.commands import run
from benchmarks.targets import Figure
from kartei.demo.words import STREETS, TAGS, TOWNS

ROWS, SECONDS, MEMORY = 100_000, 30.0, 400.0
COLUMNS = (
    "Vorname",
    "Nachname",
    "Geburtsdatum",
    "E-Mail",
    "Telefon",
    "Straße",
    "PLZ",
    "Ort",
    "Status",
    "Tags",
    "Notiz",
)
STATUSES = ("Aktiv", "Warteliste", "Pausiert", "Abgeschlossen")


def write_file(file: Path, rows: int = ROWS) -> None:
    """A list as German Excel writes it: semicolons, and one row in fifty is somebody who has been there before."""
    dice, earlier = Random(7), []
    with open(file, "w", newline="", encoding="utf-8-sig") as out:
        writer = csv.writer(out, delimiter=";")
        writer.writerow(COLUMNS)
        for number in range(rows):
            row = dice.choice(earlier) if earlier and number % 50 == 49 else _row(dice, number)
            if number % 40 == 0:
                earlier.append(row)
            writer.writerow(row)


def measure(folder: Path, data: Path, slug: str, email: str, rows: int = ROWS) -> Iterator[Figure]:
    """Seconds from the command to its end, and the most memory that it had."""
    file = folder / "import.csv"
    write_file(file, rows)
    seconds, memory, said = run(["import", str(file), "--workspace", slug, "--as", email], data)
    yield Figure(f"import of {rows:,} rows", seconds, "s", SECONDS, note=said.strip()[:120])
    yield Figure(f"import of {rows:,} rows, memory", memory, "MB", MEMORY)


def _row(dice: Random, number: int) -> list[str]:
    first, last = people.name(dice)
    postcode, city = dice.choice(TOWNS)
    return [
        first,
        last,
        f"{dice.randint(1, 28):02}.{dice.randint(1, 12):02}.{dice.randint(1935, 2020)}",
        f"person{number}@post.example" if dice.random() < 0.8 else "",
        f"017{dice.randrange(10)} {dice.randrange(10**7):07}",
        f"{dice.choice(STREETS)} {dice.randrange(1, 200)}",
        postcode,
        city,
        dice.choice(STATUSES),
        ", ".join(dice.sample(sorted(TAGS), dice.choice((0, 1, 2)))),
        "",
    ]
