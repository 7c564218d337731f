"""What the tests that kill have in common."""

from collections.abc import Iterator

import pytest

from tests.chaos.running import Running


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    """One that runs, on a folder of its own."""
    kartei = Running()
    try:
        yield kartei.start()
    finally:
        kartei.remove()
