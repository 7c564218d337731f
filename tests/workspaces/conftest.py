from collections.abc import Iterator

import pytest
from django.core.cache import cache


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    """A test that commits, for several hands at once; what it counts in the rate limits goes with it."""
    cache.clear()
    yield
    cache.clear()
