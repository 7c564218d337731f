import pytest

from kartei.lib.synonyms import synonym


@pytest.mark.parametrize(
    "word", ["klient", "klienten", "kunde", "kunden", "kundin", "patientinnen", "clients", "customer"]
)
def test_all_words_for_a_client_are_one(word: str) -> None:
    assert synonym(word) == "klient"


@pytest.mark.parametrize(
    ("word", "same"), [("kundschaft", "klientschaft"), ("patientenakte", "klientenakte"), ("akte", "akte"), ("", "")]
)
def test_compounds_keep_what_follows_and_other_words_stay(word: str, same: str) -> None:
    assert synonym(word) == same
