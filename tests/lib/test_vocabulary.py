import pytest

from kartei.lib import emails, vocabulary


@pytest.mark.parametrize(
    ("ask", "cell", "meaning"),
    [
        (vocabulary.gender, "W", "female"), (vocabulary.gender, "Man", "male"), (vocabulary.gender, "Non-binary", "other"),
        (vocabulary.gender, "2", "female"), (vocabulary.gender, "Keine Angabe", "unknown"), (vocabulary.gender, "?", ""),
        (vocabulary.answer, "TRUE", "yes"), (vocabulary.answer, "nein", "no"), (vocabulary.answer, "", ""),
        (vocabulary.answer, "nicht gefragt", "not_asked"), (vocabulary.answer, "vielleicht", ""),
        (vocabulary.status, "Waitlist", "waiting"), (vocabulary.status, "Aktiv", "active"), (vocabulary.status, "Lead", "lead"),
        (vocabulary.status, "Archived", "completed"), (vocabulary.status, "VIP", ""),
        (vocabulary.kind, "Client", "client"), (vocabulary.kind, "Kontakt", "contact"), (vocabulary.kind, "x", ""),
        (vocabulary.language, "Deutsch", "de"), (vocabulary.language, "English", "en"), (vocabulary.language, "de-AT", "de"),
        (vocabulary.language, "Türkisch", "tr"), (vocabulary.language, "klingonisch?", ""),
        (vocabulary.form_of_address, "Du", "informal"), (vocabulary.form_of_address, "per Sie", "formal"),
    ],
)  # fmt: skip
def test_a_cell_is_understood_in_german_and_english(ask, cell, meaning):
    assert ask(cell) == meaning


def test_the_divider_of_tags_is_chosen_by_column():
    assert vocabulary.tag_divider(["Selbstzahler, Rücken", "Privat", ""]) == ","
    assert vocabulary.tag_divider(["GKV / Migräne", "a, b / c", "x / y"]) == "/"
    assert vocabulary.tag_divider(["a;b, c", "d;e"]) == ";" and vocabulary.tag_divider(["a", ""]) == ""


def test_tags_are_divided_without_system_labels_and_repetitions():
    assert vocabulary.tags("Selbstzahler ::: Rücken ::: * myContacts", ":::") == ["Selbstzahler", "Rücken"]
    assert vocabulary.tags("GKV /  Migräne", "/") == ["GKV", "Migräne"] and vocabulary.tags("", ",") == []
    assert [tag.casefold() for tag in vocabulary.tags("Privat, privat", ",")] == ["privat"]


@pytest.mark.parametrize("text", ["a.b+c@example.de", "ä@müller.de", "A@EXAMPLE.DE", "o'neil@x.co.uk"])
def test_an_email_has_the_right_form(text):
    assert emails.looks_right(text)


@pytest.mark.parametrize(
    "text", ["", "a", "a@b", "a b@c.de", "a@b..de", "a@-b.de", "a@b.de,c@d.de", "x" * 300 + "@b.de"]
)
def test_what_is_no_email_is_told(text):
    assert not emails.looks_right(text)


def test_a_cell_with_several_emails_is_divided_and_nothing_is_lost():
    assert emails.split("a@b.de, c@d.de ::: e@f.de") == [("", "a@b.de"), ("", "c@d.de"), ("", "e@f.de")]
    assert emails.split("a@b.de (privat)") == [("privat", "a@b.de")] and emails.split("Anna <a@b.de>") == [
        ("", "a@b.de")
    ]
    assert emails.split("keine E-Mail") == [("", "keine E-Mail")] and emails.split("  ") == []
