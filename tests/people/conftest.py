"""What the tests of races share."""

import pytest
from django.test import Client as Browser

from tests.cast import Cast, assemble


@pytest.fixture
def practice() -> tuple[Cast, Browser]:
    """For tests whose transactions end: everybody, and the owner's browser."""
    cast, browser = assemble(), Browser()
    browser.force_login(cast.users["anna"])
    return cast, browser
