import pytest
from hypothesis import given
from hypothesis import strategies as st

from kartei.lib.textkey import (
    fold,
    koelner,
    name_key,
    patterns,
    query_tokens,
    reason_for,
    search_column,
    search_forms,
    sort_key,
    sound_patterns,
    words,
)


def finds(query: str, *names: str, **more: object) -> bool:
    column = search_column(names, **more)  # type: ignore[arg-type]
    return all(pattern in column for pattern in patterns(query))


@pytest.mark.parametrize("written", ["Köhler", "Koehler", "Kohler", "KÖHLER", "köhler", "Ko\u0308hler"])
@pytest.mark.parametrize("typed", ["Köhler", "koehler", "kohler", "kö", "koe", "öhler", "hler"])
def test_umlaut_transcription_and_plain_vowel_find_one_another(written, typed):
    assert finds(typed, written)


def test_steven_lists_anna_stevens_and_steven_schmidt():
    assert finds("steven", "Anna", "Stevens") and finds("steven", "Steven", "Schmidt")
    assert not finds("steven", "Stefan", "Schmidt")


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("gross", "Groß"), ("groß", "Gross"), ("Straß", "STRASSER"), ("yildiz", "Yıldız"), ("lukas", "Łukasiewicz"),
        ("jorgensen", "Jørgensen"), ("dvorak", "Dvořák"), ("иванов", "Иванов"), ("οδος", "ΟΔΟΣ"), ("οδοσ", "Οδοσια"),
        ("oconn", "O'Connor"), ("o’connor", "O'Connor"), ("lüden", "Meyer-Lüdenscheidt"), ("el", "Manuel-Elias"),
        ("nuel", "Manuel"), ("zoe", "Zoë"), ("nguyen", "Nguyễn"), ("山", "山田"), ("أحمد", "احمد"),
    ],
)  # fmt: skip
def test_marks_case_and_script_do_not_hide_a_name(typed, written):
    assert finds(typed, written)


def test_one_or_two_letters_must_begin_a_word():
    assert finds("mü", "Anna", "Müller") and not finds("ül", "Anna", "Müller")


@pytest.mark.parametrize(
    "typed",
    ["0176 04", "0176/04069001", "+49 176 040", "+49 (0)176 04069001", "0049176", "40690 01", "6900-1", "(0176)"],
)
def test_phone_fragment_finds_its_owner_in_any_grouping(typed):
    for stored in ("+4917604069001", "0176 040 690 01", "+49 (0)176 / 04069001", "0049-176-04069001"):
        assert finds(typed, "Anna", phones=[stored])


def test_foreign_phone_keeps_its_country():
    assert finds("+1 202 555", phones=["+12025550116"]) and finds("2025550116", phones=["+12025550116"])


@pytest.mark.parametrize("typed", ["K-00042", "k00042", "K 42", "k42", "42", "K-000"])
def test_client_number_is_found_as_written_and_bare(typed):
    assert finds(typed, "Anna", number="K-00042")


def test_short_number_means_exactly_that_client():
    assert not finds("42", "Anna", number="K-00420") and not finds("K-42", "Anna", number="K-04200")


def test_query_mixes_words_numbers_and_mail():
    assert query_tokens("Müller 0176 04 a.mueller@x.de") == ["muller", "017604", "a.muller@x.de"]
    assert query_tokens(" - + ' ") == [] == query_tokens("")


def test_email_is_found_whole_in_part_and_by_its_words():
    for typed in ("A.Mueller@EXAMPLE.de", "a.müller@", "mueller", "example"):
        assert finds(typed, emails=["a.mueller@example.de"])


def test_transcribed_word_is_stored_in_both_forms():
    assert search_forms("Manuel") == ["manul", "manuel"] and search_forms("Müller") == ["muller"]


def test_column_has_the_agreed_order_and_no_sound_meets_a_phone():
    column = search_column(["Sabine", "Mueller"], "K-00042", ["S.M@gmx.de"], ["0176 123"], ["Yoga"])
    assert column == " sabine muller mueller k00042 s.m@gmx.de 0176123 yoga ~IBG ~GFH "


@given(st.lists(st.text(max_size=300)), st.lists(st.text(max_size=300)))
def test_column_is_at_most_2000_bytes_with_a_blank_at_both_ends(names, extra):
    column = search_column(names, extra=extra)
    assert len(column.encode("utf-8", "surrogatepass")) <= 2000
    assert column[0] == column[-1] == " "


def test_column_is_cut_on_a_character_boundary():
    column = search_column([f"яя{n}" * 30 for n in range(60)])
    assert 1990 < len(column.encode()) <= 2000 and "\ufffd" not in column


@given(st.text(), st.integers(0, 30))
def test_folding_of_a_beginning_is_a_beginning_of_the_folding(text, length):
    assert fold(text).startswith(fold(text[:length]))


@given(st.text(alphabet="aeoußüläößhkr", min_size=3, max_size=12), st.data())
def test_every_beginning_of_a_word_finds_it(word, data):
    typed = word[: data.draw(st.integers(1, len(word)))]
    assert finds(typed, word)


@given(st.text())
def test_folding_twice_changes_nothing_but_a_new_transcription(text):
    assert words(text) == [word for word in words(text) if word] and all(" " not in word for word in words(text))


def test_names_sort_like_the_german_phone_book():
    names = [
        ("Müller", "Anna"), ("Müller", "Zoë"), ("Müller-Bauer", "Anna"), ("Muffel", "A"), ("Mugler", "A"),
        ("Österreicher", "A"), ("Oezdemir", "A"), ("Ofen", "A"), ("Groß", "A"), ("Grosz", "A"), ("Łukasiewicz", "A"),
        ("Lukas", "A"), ("Ma", "A"),
    ]  # fmt: skip
    in_order = [last for last, _ in sorted(names, key=lambda name: sort_key(*name).encode())]
    assert in_order == [
        "Groß", "Grosz", "Lukas", "Łukasiewicz", "Ma", "Müller", "Müller", "Müller-Bauer", "Muffel", "Mugler",
        "Österreicher", "Oezdemir", "Ofen",
    ]  # fmt: skip
    assert sort_key("Müller", "Anna") < sort_key("Müller", "Zoë") < sort_key("Müller-Bauer", "Anna")


def test_prefix_sorts_only_when_given_and_a_lone_first_name_stands_first():
    assert sort_key("Heide", "Karl") == "heide,karl" and sort_key("Heide", "Karl", "von der") == "von-der-heide,karl"
    assert sort_key("", "Anna") == "anna,"


def test_keys_stay_short_enough_for_an_index():
    assert len(sort_key("Я" * 500, "я" * 500).encode()) <= 250 and len(name_key("ß" * 900).encode()) <= 250


def test_spellings_of_one_name_share_a_key():
    assert name_key("Müller", "Anna-Lena") == name_key("Mueller", "Anna Lena") == name_key("MULLER", "Annalena")
    assert name_key("Groß", "Jürgen") == name_key("Gross", "Juergen") != name_key("Groß", "Jonas")


@pytest.mark.parametrize(
    ("word", "code"),
    [("Wikipedia", "3412"), ("Breschnew", "17863"), ("Müller-Lüdenscheidt", "65752682"), ("Meier", "67"),
     ("Mayr", "67"), ("Meyer", "67"), ("Philipp", "351"), ("Xaver", "4837"), ("Christ", "4782"), ("Иванов", "")],
)  # fmt: skip
def test_koelner_phonetik_gives_the_published_codes(word, code):
    assert koelner(word) == code.translate(str.maketrans("012345678", "ABCDEFGHI"))


def test_what_sounds_alike_is_found_by_the_second_search():
    column = search_column(["Ute", "Maier"])
    assert not all(pattern in column for pattern in patterns("Meyer"))
    assert all(pattern in column for pattern in sound_patterns("Meyer"))
    assert sound_patterns("Meyer 0176") == [] == sound_patterns("") == sound_patterns("Иванов")


FIELDS = [
    ("name", "Anna-Lena Müller"), ("birth name", "Köhler"), ("number", "K-00042"), ("e-mail", "A.Mueller@x.de"),
    ("phone", "+49 176 04069001"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field"),
    [("mull", "name"), ("koehler", "birth name"), ("anna koh", "birth name"), ("0176/04", "phone"), ("42", "number"),
     ("müller@", "e-mail")],
)  # fmt: skip
def test_reason_names_the_least_visible_field_that_matched(typed, field):
    assert reason_for(typed, FIELDS) == (field, dict(FIELDS)[field])


def test_no_reason_when_nothing_matches_or_nothing_is_asked():
    assert reason_for("zzz", FIELDS) is None and reason_for(" ", FIELDS) is None
