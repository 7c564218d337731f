"""Every address of the project: a noun, marked with whom it is for; what the tests of doors and rights stand on."""

from tests.security.routes import routes

VERBS = {"add", "create", "delete", "edit", "update", "remove", "save", "cancel", "sign", "archive", "send"}


def test_addresses_are_nouns() -> None:
    """house.md: URL, view, template and audit word share one noun (allauth's own addresses aside)."""
    named = {route.name.split(":")[-1] for route in routes() if not route.name.startswith("account_")}
    assert {name for name in named if set(name.split("-")) & VERBS} == set()
