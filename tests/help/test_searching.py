"""The search over the handbook: any spelling, any ending, other words for the same; title before heading before text."""

import pytest
from markdown_it.token import Token

from kartei.help import rendering, searching
from kartei.help.searching import Hit, search


def names(words: str, language: str = "de") -> list[str]:
    return [hit.article.name for hit in search(words, language)[0]]


def marked(hit: Hit) -> list[str]:
    return [run.text for run in hit.runs if run.is_hit]


@pytest.mark.parametrize("words", ["Protokoll", "protokoll", "PROTOKOLLE", "Protokolls", "prot"])
def test_an_article_is_found_by_any_form_of_its_title(words: str) -> None:
    assert names(words)[0] == "log"


def test_relations_are_found_in_their_article() -> None:
    """WS-06: the words that a tester types."""
    assert names("Beziehung")[0] == names("Beziehungen")[0] == names("relationship", "en")[0] == "relationships"


def test_one_and_many_find_the_same() -> None:
    assert names("Beziehung") == names("Beziehungen") != []


@pytest.mark.parametrize("words", ["rückgängig", "rueckgaengig", "ruckgangig", "RÜCKGÄNGIG"])
def test_umlauts_are_found_in_every_spelling(words: str) -> None:
    [hit, *_] = search(words, "de")[0]
    assert set(marked(hit)) == {"Rückgängig"}


@pytest.mark.parametrize("words", ["Klient", "Klienten", "Kunde", "Kundin", "Patient", "Patientin", "Patientinnen"])
def test_kunde_and_patient_are_klient(words: str) -> None:
    assert names(words)[0] == "clients"


@pytest.mark.parametrize("words", ["client", "customers", "patients"])
def test_customer_and_patient_are_client_in_english(words: str) -> None:
    assert names(words, "en")[0] == "clients"


def test_title_counts_more_than_heading_and_heading_more_than_text() -> None:
    assert names("Importieren")[0] == "import"  # its title; others have it in their text
    assert names("Passwort")[0] == "profile"  # a heading; „Erste Schritte“ has it in the text
    assert "first-steps" in names("Passwort")


def test_the_heading_that_holds_the_words_is_the_place_to_go_to() -> None:
    assert search("Tags zuständige", "de")[0][0].section.anchor == "status-tags-and-assigned-members"


def test_every_word_must_occur() -> None:
    assert names("Protokoll xyzzy") == []
    assert set(names("Protokoll Kette")) <= set(names("Protokoll"))


def test_what_only_the_other_language_says_is_found_in_it() -> None:
    [hit, *_] = search("strange signs", "de")[0]
    assert (hit.article.name, hit.article.language) == ("import", "en")


def test_a_slip_of_the_keyboard_finds_the_word_that_was_meant() -> None:
    hits, is_similar = search("Nahricht", "de")
    assert is_similar and hits[0].article.name == "help"
    assert search("xyzzy", "de") == ([], True)


def test_a_long_text_is_cut_at_words_around_the_hit() -> None:
    [hit, *_] = search("kohler", "de")[0]
    said = "".join(run.text for run in hit.runs)
    assert said.startswith("… ") and said.endswith(" …") and len(said) < 3 * searching.AROUND + 10
    assert said.strip("… ") in " ".join(hit.section.text.split())


EVIL = """# Title

<script>alert(1)</script> and <b onclick="x">bold</b>

<div>

[a](javascript:alert(1)) ![p](http://evil.example/x.png) [b](clients.md#find) <http://evil.example>

## Heading <i>x</i>

&lt;img src=x&gt; `<b>` {{ 7*7 }}
"""


def test_an_article_cannot_bring_an_element_of_its_own() -> None:
    tokens: list[Token] = rendering.parse(EVIL)
    html = rendering.render(tokens, ["heading"])
    for wrong in ("<script", "<b ", "<b>", "<div", "<img", "<i>", 'href="javascript'):
        assert wrong not in html
    assert '<a href="../clients/#find">' in html and '<h2 id="heading">' in html
