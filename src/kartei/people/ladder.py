"""The match ladder: which records may be of one person (product.md, section 2), for a whole workspace or for a few.

1. the same name, and an e-mail or a phone in common; 2. the same name and birth date; 3. names that sound the same, and
the same birth date or postcode. An e-mail alone is none: parents and children share one. Everybody's name, sound and
birth date lie in a temporary table, so that each rung is one join.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from kartei.db.patience import let_statements_take
from kartei.db.scope import current_workspace_id, workspace_scope
from kartei.lib import textkey
from kartei.people.models import DuplicatePair
from kartei.people.rows import fetched

MOST = 10_000  # pairs of one scan, the surest first
SECONDS = 120

TABLES = """
CREATE TEMPORARY TABLE IF NOT EXISTS ladder
    (id uuid, is_client boolean, name_key text COLLATE "C", birth_date date, sound text COLLATE "C") ON COMMIT DROP;
CREATE TEMPORARY TABLE IF NOT EXISTS ladder_postcode
    (id uuid, is_client boolean, sound text COLLATE "C", birth_date date, postcode text) ON COMMIT DROP;
TRUNCATE ladder, ladder_postcode
"""

# Whoever can be one of a pair: everybody, or those who share with one of `ids` what the ladder asks for.
PEOPLE = """
SELECT p.id, p.is_client, p.name_key, p.birth_date, p.kind, p.first_name, p.last_name, p.organisation
FROM people_person p
WHERE p.workspace_id = %(workspace)s AND p.state = 'live' AND NOT p.is_demo AND p.name_key NOT IN ('', ',') AND {who}
"""
NEAR = """(p.id = ANY(%(ids)s)
    OR p.name_key IN (SELECT name_key FROM people_person WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s))
    OR p.birth_date IN (SELECT birth_date FROM people_person WHERE workspace_id = %(workspace)s AND id = ANY(%(ids)s))
    OR p.id IN (SELECT y.person_id FROM people_address x JOIN people_address y
        ON y.workspace_id = x.workspace_id AND y.postcode = x.postcode
        WHERE x.workspace_id = %(workspace)s AND x.person_id = ANY(%(ids)s) AND x.postcode <> ''))"""

POSTCODES = """
INSERT INTO ladder_postcode
SELECT DISTINCT l.id, l.is_client, l.sound, l.birth_date, replace(a.postcode, ' ', '') FROM ladder l
JOIN people_address a ON a.workspace_id = %(workspace)s AND a.person_id = l.id
WHERE l.sound <> '' AND a.postcode <> ''
"""

PAIRS = """
WITH found (first_id, second_id, rung) AS (
    SELECT a.id, b.id, 1 FROM ladder a
    JOIN people_email x ON x.workspace_id = %(workspace)s AND x.person_id = a.id
    JOIN people_email y ON y.workspace_id = %(workspace)s AND y.key = x.key
    JOIN ladder b ON b.id = y.person_id AND b.name_key = a.name_key AND b.is_client = a.is_client AND a.id < b.id
    UNION ALL
    SELECT a.id, b.id, 1 FROM ladder a
    JOIN people_phone x ON x.workspace_id = %(workspace)s AND x.person_id = a.id AND x.number <> ''
    JOIN people_phone y ON y.workspace_id = %(workspace)s AND y.number = x.number
    JOIN ladder b ON b.id = y.person_id AND b.name_key = a.name_key AND b.is_client = a.is_client AND a.id < b.id
    UNION ALL
    SELECT a.id, b.id, 2 FROM ladder a
    JOIN ladder b ON b.name_key = a.name_key AND b.birth_date = a.birth_date
        AND b.is_client = a.is_client AND a.id < b.id
    UNION ALL
    SELECT a.id, b.id, 3 FROM ladder a
    JOIN ladder b ON b.sound = a.sound AND b.birth_date = a.birth_date AND b.is_client = a.is_client AND a.id < b.id
    WHERE a.sound <> ''
    UNION ALL
    SELECT a.id, b.id, 3 FROM ladder_postcode a
    JOIN ladder_postcode b ON b.sound = a.sound AND b.postcode = a.postcode
        AND b.is_client = a.is_client AND a.id < b.id
        AND (a.birth_date IS NULL OR b.birth_date IS NULL OR a.birth_date = b.birth_date)
)
SELECT first_id, second_id, min(rung) FROM found WHERE {who} GROUP BY first_id, second_id ORDER BY 3, 1, 2 LIMIT {most}
"""

Pair = tuple[UUID, UUID]


def scan(workspace_id: UUID, ids: Collection[UUID] | None = None) -> int:
    """Look through the workspace, or for twins of a few alone, and keep the pairs; returns how many there are.

    Pairs that somebody has dismissed stay so; those that are alike no more go.
    """
    with workspace_scope(workspace_id):
        let_statements_take(SECONDS)
        with connection.cursor() as cursor:
            if ids is None:  # right after an import the tables look small: a loop over them would take minutes
                cursor.execute("SET LOCAL enable_nestloop = off")
        _fill(ids)
        who = "true" if ids is None else "(first_id = ANY(%(ids)s) OR second_id = ANY(%(ids)s))"
        found = fetched(PAIRS.format(who=who, most=MOST), ids=list(ids or ()))
        _keep({(first, second): rung for first, second, rung in found}, ids)
        return len(found)


def sound_of(kind: str, first_name: str, last_name: str, organisation: str) -> str:
    """How a whole name sounds, first and last apart; empty without Latin letters in the last one."""
    first, last = ("", organisation) if kind == "organisation" else (first_name, last_name)
    heard = textkey.koelner("".join(textkey.words(last)))
    return f"{heard},{textkey.koelner(''.join(textkey.words(first)))}" if heard else ""


def _fill(ids: Collection[UUID] | None) -> None:
    people = fetched(PEOPLE.format(who="true" if ids is None else NEAR), ids=list(ids or ()))
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        with connection.wrap_database_errors, cursor.copy("COPY ladder FROM STDIN") as copy:
            for pk, is_client, name_key, birth_date, *name in people:
                copy.write_row((pk, is_client, name_key, birth_date, sound_of(*name)))
        cursor.execute(POSTCODES, {"workspace": current_workspace_id()})
        cursor.execute("ANALYZE ladder; ANALYZE ladder_postcode")


def _keep(found: dict[Pair, int], ids: Collection[UUID] | None) -> None:
    """Bring the table of pairs to what was found."""
    there = _known(ids)
    new = [
        DuplicatePair(first_id=first, second_id=second, rung=rung)
        for (first, second), rung in found.items()
        if (first, second) not in there
    ]
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True, batch_size=1000)
    moved = [pair for key, pair in there.items() if key in found and pair.rung != found[key]]
    for pair in moved:
        pair.rung = found[pair.first_id, pair.second_id]
    DuplicatePair.objects.bulk_update(moved, ["rung"], batch_size=1000)
    if len(found) < MOST:  # else some that are alike may only have found no place
        gone = [pair.pk for key, pair in there.items() if key not in found and pair.dismissed_at is None]
        DuplicatePair.objects.filter(pk__in=gone).delete()


def _known(ids: Collection[UUID] | None) -> dict[Pair, Any]:
    pairs: Iterable[Any] = DuplicatePair.objects.all()
    if ids is not None:
        pairs = [*DuplicatePair.objects.filter(first__in=ids), *DuplicatePair.objects.filter(second__in=ids)]
    return {(pair.first_id, pair.second_id): pair for pair in pairs}
