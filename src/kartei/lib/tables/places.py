"""The columns of addresses: one cell or many, one address or several."""

import re
from collections.abc import Sequence
from dataclasses import replace

from kartei.lib import addresses, vocabulary
from kartei.lib.addresses import Address
from kartei.lib.tables.people import PersonRow

PARTS = frozenset(
    (
        "address",
        "street",
        "house_number",
        "street2",
        "street3",
        "postcode",
        "city",
        "postcode_city",
        "region",
        "country",
    )
)
_LENGTHS = {"street": 200, "extra": 200, "postcode": 20, "city": 100, "region": 100}
_POSTCODE_CITY = re.compile(r"(?P<postcode>\S*\d\S*)\s+(?P<city>.+)")
_SHORT = re.compile(r"\d{4}")


class Places:
    """Knows which columns make which address; `region` is the country of the practice."""

    def __init__(self, header: Sequence[str], targets: Sequence[str], region: str) -> None:
        self.header = header
        self.region = region
        self.groups: dict[str, dict[str, list[int]]] = {}
        self.labels: dict[str, int] = {}
        for at, target in enumerate(targets):
            part, _, group = target.partition(".")
            if part in PARTS:
                self.groups.setdefault(group, {}).setdefault(part, []).append(at)
            elif part == "address_label":
                self.labels[group] = at

    def read(self, person: PersonRow, cells: list[str]) -> str:
        """Add the addresses of a row; gives the country of the first one, "" when it names none."""
        for group, columns in self.groups.items():
            told = {part: [cells[at] for at in places if cells[at]] for part, places in columns.items()}
            if any(told.values()) and (address := self._address(person, columns, told, group)):
                label = cells[self.labels[group]] if group in self.labels else group
                person.addresses.append((_label(label), self._within_lengths(person, address)))
        return person.addresses[0][1].country if person.addresses else ""

    def _address(
        self, person: PersonRow, columns: dict[str, list[int]], told: dict[str, list[str]], group: str
    ) -> Address:
        country = self._country(person, columns, told)
        whole = "\n".join(told.get("address", ()))
        if not any(told[part] for part in told.keys() - {"address", "region", "country"}):
            found = addresses.parse(whole)
            return Address(found.street, found.extra, found.postcode, found.city,
                           found.region or "".join(told.get("region", ())), country or found.country)  # fmt: skip
        if whole and not group.isdigit():  # Google writes the same address twice, nobody else does
            person.keep(self.header[columns["address"][0]], whole)
        return self._composed(person, columns, told, country)

    def _country(self, person: PersonRow, columns: dict[str, list[int]], told: dict[str, list[str]]) -> str:
        text = "".join(told.get("country", ()))
        code = addresses.country(text)
        if text and not code:
            person.keep(self.header[columns["country"][0]], text, "unknown_country")
        return code

    def _composed(
        self, person: PersonRow, columns: dict[str, list[int]], told: dict[str, list[str]], country: str
    ) -> Address:
        street = " ".join([*told.get("street", ())[:1], *told.get("house_number", ())])
        more = [*told.get("street", ())[1:], *told.get("street2", ()), *told.get("street3", ())]
        street, extra = addresses.lines(street, *more)
        postcode, city = " ".join(told.get("postcode", ())), " ".join(told.get("city", ()))
        if both := _POSTCODE_CITY.fullmatch(" ".join(told.get("postcode_city", ()))):
            postcode, city = postcode or both["postcode"], city or both["city"]
        elif told.get("postcode_city"):
            city = city or told["postcode_city"][0]
        if _SHORT.fullmatch(postcode) and country == "DE":
            postcode = "0" + postcode  # a spreadsheet took it for a number
        elif _SHORT.fullmatch(postcode) and not country and self.region == "DE":
            person.warn(
                self.header[(columns.get("postcode") or columns["postcode_city"])[0]], postcode, "postcode_short"
            )
        return Address(street, extra, postcode, city, " ".join(told.get("region", ())), country)

    def _within_lengths(self, person: PersonRow, address: Address) -> Address:
        """Cut what the record cannot hold; the whole text stays among the further details."""
        for part, length in _LENGTHS.items():
            if len(text := getattr(address, part)) > length:
                person.keep(part, text, "too_long")
                address = replace(address, **{part: text[:length].strip()})
        return address


def _label(group: str) -> str:
    return "" if group.isdigit() else vocabulary.label(group)
