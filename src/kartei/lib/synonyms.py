"""Words that mean the same to whoever searches."""

_SAME = dict.fromkeys(("kund", "patient", "customer", "client", "klient"), "klient")
_ENDINGS = {"e", "en", "in", "innen", "s"}


def synonym(word: str) -> str:
    """„Kunden“, „Patientin“ and „Klient“ are one word; what follows in a compound stays: „kundenakte“ → „klientenakte“.

    The word comes folded (`textkey.words`).
    """
    for other, ours in _SAME.items():
        if word.startswith(other):
            rest = word.removeprefix(other)
            return ours if rest in _ENDINGS else ours + rest
    return word
