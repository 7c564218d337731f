"""The owner creates and migrates the test database; the tests run as the serving role, so row-level security is on."""

from collections.abc import Callable, Iterator

import pytest
from django.test import Client as Browser

from tests.cast import Cast, assemble


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "browser tests: every pairing of language, theme and width instead of two"
    parser.addoption("--all-pairings", "--all", action="store_true", help=text)


def pytest_configure(config: pytest.Config) -> None:
    from django.conf import settings

    del settings.DATABASES["autonomous"]  # a test has one connection, which the cache shares
    settings.DATABASE_ROUTERS = []
    settings.DATABASES["default"]["OPTIONS"] = {}  # and no pool
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def _use_role(role: str) -> None:
    from django.conf import settings
    from django.db import connection

    connection.close()
    found = settings.OWNING if role == "owner" else settings.SERVING
    connection.settings_dict.update(USER=found["USER"], PASSWORD=found["PASSWORD"])


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    _use_role("owner")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        call_command("createcachetable")
        role = connection.ops.quote_name(settings.APP_ROLE)
        with connection.cursor() as cursor:  # the flush after transaction=True tests
            cursor.execute(f"GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO {role}")
        _use_role("app")
        yield
        _use_role("owner")


@pytest.fixture(scope="session", autouse=True)
def _own_outbox(django_test_environment: None) -> None:
    """Django's test runner would keep mails in a list; ours go where they go in service."""
    from django.conf import settings

    settings.EMAIL_BACKEND = "kartei.inbox.backend.Outbox"


@pytest.fixture(autouse=True)
def _own_language() -> Iterator[None]:
    """A request leaves its language to the thread; the next test begins with that of the instance."""
    from django.utils import translation

    yield
    translation.deactivate()


@pytest.fixture
def cast(db: None) -> Cast:
    """The two practices of tests/cast.py."""
    return assemble()


@pytest.fixture
def browse(cast: Cast) -> Callable[[str], Browser]:
    """`browse("anna")`: a client that is logged in as a member of the cast."""

    def login(name: str) -> Browser:
        browser = Browser()
        browser.force_login(cast.users[name])
        return browser

    return login
