import socket
from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings
from django.db import connection

from kartei.conf import starting
from kartei.conf.environment import Environment, SettingsError, read
from kartei.conf.settings import _database


def address(values: dict[str, Any], name: str = "", **options: str) -> str:
    """A DATABASE_URL for the server of the tests."""
    query = urlencode({"host": values["HOST"], **options}, quote_via=quote)
    port = f":{values['PORT']}" if values["PORT"] else ""
    user = f"{quote(values['USER'])}:{quote(values['PASSWORD'])}"
    return f"postgresql://{user}@{port}/{name or connection.settings_dict['NAME']}?{query}"


def served_by(url: str) -> Environment:
    return replace(read(), database_url=url)


def test_a_port_in_use_is_refused() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"Port {port} is in use"):
            starting.refuse_taken_port("127.0.0.1", port)
    starting.refuse_taken_port("127.0.0.1", port)


def test_a_host_that_is_none_is_told() -> None:
    with pytest.raises(SettingsError, match="is not an address of this machine"):
        starting.refuse_taken_port("kartei.invalid.", 8000)


def test_a_server_that_does_not_answer_is_told() -> None:
    with pytest.raises(SettingsError, match="does not answer: connection failed"):
        starting.refuse_unsafe_server(served_by("postgresql://nobody:secret@127.0.0.1:1/kartei"))


@pytest.mark.django_db
def test_a_server_that_may_lose_what_it_acknowledged_is_refused() -> None:
    url = address(settings.SERVING, options="-c synchronous_commit=off")
    with pytest.raises(SettingsError, match=r"(fsync|synchronous_commit) is off"):
        starting.refuse_unsafe_server(served_by(url))


@pytest.mark.django_db
def test_the_serving_role_may_serve() -> None:
    starting.refuse_wrong_role(served_by(address(settings.SERVING)))


@pytest.mark.django_db
def test_a_role_that_owns_the_tables_may_not_serve() -> None:
    with pytest.raises(SettingsError, match="is above row-level security"):
        starting.refuse_wrong_role(served_by(address(settings.OWNING)))


def test_the_two_roles_must_differ() -> None:
    one = replace(served_by(address(settings.SERVING, "postgres")), database_owner_url=address(settings.SERVING))
    with pytest.raises(
        SettingsError, match=r"(fsync is off|name the same role)"
    ):  # the tests' own server is a fast one
        starting.start_database(one)


def test_an_address_of_a_database_is_taken_apart() -> None:
    url = "postgresql://kartei%40app:p%3Ass@db.example.org:5433/kart%65i?sslmode=verify-full&sslrootcert=/etc/ca.pem"
    assert _database(url, "kartei_app") == {
        "NAME": "kartei",
        "USER": "kartei@app",
        "PASSWORD": "p:ss",
        "HOST": "db.example.org",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "verify-full", "sslrootcert": "/etc/ca.pem"},
    }


def test_a_socket_folder_may_be_named() -> None:
    found = _database("postgresql://kartei_app@/kartei?host=/run/postgresql", "kartei_app")
    assert (found["HOST"], found["OPTIONS"]) == ("/run/postgresql", {})
