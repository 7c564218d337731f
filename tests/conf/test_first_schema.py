"""An empty database gets its tables from one file; that the file is what the migrations make is a step of the check."""

import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from kartei.conf import first_schema
from kartei.db import roles
from schema import as_sql

pytestmark = pytest.mark.skipif("TEST_DATABASE_URL" in os.environ, reason="the file names the roles of our own server")


@pytest.fixture
def place() -> roles.Roles:
    found = roles.read(settings.DATA)
    assert found
    return found


@pytest.fixture
def empty(place: roles.Roles) -> Iterator[psycopg.Connection[Any]]:
    """The owner's connection to a database without any table."""
    name = f"first_schema_{secrets.token_hex(4)}"
    where: dict[str, Any] = {
        "host": place["host"], "port": place["port"], "user": roles.OWNER, "password": place["kartei_owner"],
    }  # fmt: skip
    with psycopg.connect(**where, dbname=place["name"], autocommit=True) as outside:
        outside.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            with psycopg.connect(**where, dbname=name) as connection:
                yield connection
        finally:
            outside.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def tables(connection: psycopg.Connection[Any]) -> int:
    found = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert found
    return int(found[0])


def without_casts(text: str) -> str:
    """PostgreSQL tells of `x IN ('a', 'b')` with the casts in other places once it has read what it told."""
    return re.sub(r"::(character varying|text)(\[\])?|[()]", "", text)


def test_an_empty_database_becomes_what_the_file_tells(empty: psycopg.Connection[Any], place: roles.Roles) -> None:
    assert first_schema.load(empty, first_schema.fingerprint())
    empty.commit()
    file = first_schema.FILE.read_text().partition("\n")[2]
    assert without_casts(as_sql(place, empty.info.dbname)) == without_casts(file)
    assert tables(empty) > 50


def test_a_database_that_holds_something_is_left_alone(empty: psycopg.Connection[Any]) -> None:
    empty.execute("CREATE TABLE django_migrations (id int)")
    assert not first_schema.load(empty, first_schema.fingerprint())
    assert tables(empty) == 1


def test_other_migrations_than_those_of_the_file_are_carried_out(empty: psycopg.Connection[Any]) -> None:
    assert not first_schema.load(empty, "another")
    assert tables(empty) == 0


def test_a_server_that_does_not_understand_the_file_is_left_empty(
    empty: psycopg.Connection[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "first_schema.sql"
    file.write_text(
        f"{first_schema.HEAD}one\nCREATE TABLE first (id int);\nCREATE TABLE second (id int) OF THE FUTURE;\n"
    )
    monkeypatch.setattr(first_schema, "FILE", file)
    assert not first_schema.load(empty, "one")
    assert tables(empty) == 0
