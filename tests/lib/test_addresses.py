import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.addresses import Address, country, lines, parse


@pytest.mark.parametrize(
    ("cell", "address"),
    [
        ("Schönhauser Allee 17a, c/o Weiß, Berlin, 10435, Deutschland",
         Address("Schönhauser Allee 17a", "c/o Weiß", "10435", "Berlin", "", "DE")),
        ("Residenzstraße 3, München, Bayern, 80333, Deutschland",
         Address("Residenzstraße 3", "", "80333", "München", "Bayern", "DE")),
        ("1600 Example Ave NW, Apt 4B, Washington, DC, 20500, USA",
         Address("1600 Example Ave NW", "Apt 4B", "20500", "Washington", "DC", "US")),
        ("14 Quay Street, Galway, H91 XY12, Irland", Address("14 Quay Street", "", "H91 XY12", "Galway", "", "IE")),
        ("500 Main St, Wilmington, DE 19801, USA", Address("500 Main St", "", "19801", "Wilmington", "DE", "US")),
        ("Keupstr. 25\n3. OG links\n51063 Köln", Address("Keupstr. 25", "3. OG links", "51063", "Köln")),
        ("Ul. Świętokrzyska 12/4\n00-916 Warszawa", Address("Ul. Świętokrzyska 12/4", "", "00-916", "Warszawa")),
        ("Národní 25\r\n110 00 Praha 1", Address("Národní 25", "", "110 00", "Praha 1")),
        ("c/o Weiß\nHauptstr. 1\n10435 Berlin\nDeutschland", Address("Hauptstr. 1", "c/o Weiß", "10435", "Berlin", "", "DE")),
        ("Hauptstr. 5, 10435 Berlin", Address("Hauptstr. 5", "", "10435", "Berlin")),
        ("Hauptstr. 5 10435 Berlin", Address("Hauptstr. 5", "", "10435", "Berlin")),
        ("Stephansplatz 1, A-1010 Wien", Address("Stephansplatz 1", "", "1010", "Wien", "", "AT")),
        ("Hauptstr. 1, Berlin", Address("Hauptstr. 1", "", "", "Berlin")),
        ("irgendwo 3", Address("irgendwo 3")), ("", Address()), (" , ", Address()),
    ],
)  # fmt: skip
def test_an_address_in_one_cell_is_divided(cell, address):
    assert parse(cell) == address and bool(parse(cell)) == bool(address.street or address.city)


@given(st.text(alphabet="aB1 ,\n5-.Öß", max_size=60))
def test_no_letter_of_an_address_is_lost(cell):
    found = parse(cell)
    kept = f"{found.street}{found.extra}{found.postcode}{found.city}{found.region}"
    assert sorted(c for c in kept if c.isalnum()) == sorted(c for c in cell if c.isalnum())


@pytest.mark.parametrize(
    ("name", "code"),
    [("Deutschland", "DE"), ("germany", "DE"), ("de", "DE"), ("D", "DE"), ("Österreich", "AT"), ("Oesterreich", "AT"),
     ("Tschechien", "CZ"), ("Czechia", "CZ"), ("USA", "US"), ("Türkei", "TR"), ("Irland", "IE"), ("xx", ""), ("", "")],
)  # fmt: skip
def test_a_country_is_known_by_code_german_and_english_name(name, code):
    assert country(name) == code


def test_care_of_never_stands_as_the_street():
    assert lines("c/o Weiß", "Hauptstr. 1", "3. OG") == ("Hauptstr. 1", "c/o Weiß, 3. OG")
    assert lines("Hauptstr. 1\nc/o Weiß") == ("Hauptstr. 1", "c/o Weiß") and lines("", "") == ("", "")
