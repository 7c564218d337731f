import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.names import FullName, is_shouted, joined, shown_name, split_full, split_prefix, split_titles, unshouted


@pytest.mark.parametrize(
    ("last", "prefix", "rest"),
    [
        ("von der Heide", "von der", "Heide"), ("Von der Heide", "Von der", "Heide"), ("VON DER HEIDE", "VON DER", "HEIDE"),
        ("Al-Hassan", "Al-", "Hassan"), ("al-Hassan", "al-", "Hassan"), ("el Sayed", "el", "Sayed"),
        ("Freifrau von Stetten", "Freifrau von", "Stetten"), ("von und zu Guttenberg", "von und zu", "Guttenberg"),
        ("de Vries", "de", "Vries"), ("Van der Bellen", "Van der", "Bellen"), ("d'Artagnan", "d'", "Artagnan"),
        ("Müller", "", "Müller"), ("von", "", "von"), ("", "", ""), ("De Niro", "", "De Niro"), ("Van Damme", "", "Van Damme"),
        ("Graf Lambsdorff", "", "Graf Lambsdorff"), ("O'Connor", "", "O'Connor"), ("Vonnegut", "", "Vonnegut"),
        ("Meyer-Lüdenscheidt", "", "Meyer-Lüdenscheidt"), ("García Márquez", "", "García Márquez"), ("al-", "", "al-"),
    ],
)  # fmt: skip
def test_particles_are_split_from_the_last_name(last, prefix, rest):
    assert split_prefix(last) == (prefix, rest)


@given(
    st.text(max_size=40)
    | st.lists(st.sampled_from(["von", "zu", "der", "de", "al-", "d'", "Graf", "Heide", "und", "Al-Hassan"])).map(
        " ".join
    )
)
def test_prefix_and_rest_joined_are_the_name_again(last):
    prefix, rest = split_prefix(last)
    assert joined(prefix, rest) == " ".join(last.split())
    assert bool(rest) == bool(last.strip())


def test_name_is_shown_with_title_and_prefix():
    assert shown_name("Karl", "Heide", prefix="von der", title="Dr. med.") == "Dr. med. Karl von der Heide"
    assert shown_name("Fatima", "Hassan", prefix="Al-") == "Fatima Al-Hassan"
    assert shown_name("", "Groß") == "Groß" and shown_name("Zoë", "") == "Zoë"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Anna-Lena Müller", FullName("Anna-Lena", "Müller")),
        ("Groß, Jürgen", FullName("Jürgen", "Groß")),
        ("Groß, Dr. med. Jürgen", FullName("Jürgen", "Groß", "Dr. med.")),
        ("Dr. Groß, Jürgen", FullName("Jürgen", "Groß", "Dr.")),
        ("Müller, Anna, M.Sc.", FullName("Anna", "Müller", "M.Sc.")),
        ("Anna Müller, Dr.", FullName("Anna", "Müller", "Dr.")),
        ("Frau Prof. Dr. Anna Groß", FullName("Anna", "Groß", "Prof. Dr.", "Frau")),
        ("Dipl.-Psych. Anna Groß", FullName("Anna", "Groß", "Dipl.-Psych.")),
        ("Freifrau von Stetten, Mechthild", FullName("Mechthild", "Freifrau von Stetten")),
        ("Mechthild Freifrau von Stetten", FullName("Mechthild", "Freifrau von Stetten")),
        ("Karl-Heinz von der Heide", FullName("Karl-Heinz", "von der Heide")),
        ("Thị Minh Anh Nguyễn", FullName("Thị Minh Anh", "Nguyễn")),
        ("Finn & Britta Schäfer", FullName("Finn & Britta", "Schäfer", is_couple=True)),
        ("Anna Müller und Tom Groß", FullName("Anna", "Müller und Tom Groß", is_couple=True)),
        ("Müller", FullName("", "Müller")), ("Phil Collins", FullName("Phil", "Collins")),
        ("J. Müller", FullName("J.", "Müller")), ("Steffi Graf", FullName("Steffi", "Graf")),
        (" , ", FullName()), ("", FullName()), ("Groß,", FullName("", "Groß")),
    ],
)  # fmt: skip
def test_full_name_in_one_cell_is_split(text, name):
    assert split_full(text) == name


@given(st.text(max_size=60))
def test_no_letter_of_a_full_name_is_lost(text):
    name = split_full(text)
    kept = f"{name.first}{name.last}{name.title}{name.salutation}"
    assert name.salutation or sorted(c for c in kept if c.isalnum()) == sorted(c for c in text if c.isalnum())


@pytest.mark.parametrize(
    ("cell", "parts"),
    [("Frau", ("Frau", "", "")), ("Fr.", ("Frau", "", "")), ("Dr. med.", ("", "Dr. med.", "")), ("Mr", ("Mr", "", "")),
     ("Herr Prof. Dr.", ("Herr", "Prof. Dr.", "")), ("CEO", ("", "", "CEO")), ("", ("", "", ""))],
)  # fmt: skip
def test_a_title_cell_may_hold_salutation_and_title(cell, parts):
    assert split_titles(cell) == parts


def test_capitals_are_proposed_in_title_case():
    assert is_shouted("MÜLLER-LÜDENSCHEIDT") and not is_shouted("Müller") and not is_shouted("J.")
    assert unshouted("MÜLLER-LÜDENSCHEIDT") == "Müller-Lüdenscheidt"
    assert unshouted("FREIFRAU VON STETTEN") == "Freifrau von Stetten" and unshouted("O'CONNOR") == "O'Connor"
