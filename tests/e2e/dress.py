"""In what a page is looked at: language, theme and width."""

from itertools import product
from typing import NamedTuple


class Dress(NamedTuple):
    language: str = "de"
    theme: str = "light"
    width: int = 1360

    def __str__(self) -> str:
        return f"{self.language}-{self.theme}-{self.width}"

    @property
    def height(self) -> int:
        return 812 if self.is_phone else 860

    @property
    def is_phone(self) -> bool:
        return self.width < 768


PLAIN = Dress()
PHONE = Dress(width=375)
SHOWN = [PLAIN, Dress("en", "dark", 375)]
ALL = [Dress(*pairing) for pairing in product(("de", "en"), ("light", "dark"), (1360, 375))]
