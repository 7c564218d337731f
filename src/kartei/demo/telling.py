"""Telling one person after the other: names, ways to reach them, addresses, all from one seed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from kartei.demo.drafts import Draft, id_at
from kartei.demo.words import (
    ALERTS,
    EMPLOYERS,
    FAMILY_STATES,
    INSURERS,
    OCCUPATIONS,
    ORIGINS,
    STREETS,
    Origin,
)
from kartei.lib import names, textkey
from kartei.people.models import FormOfAddress, Gender, Purpose

# Free for films for good (Bundesnetzagentur, Mitteilung 148/2021): nobody is called by these.
MOBILES = [f"{prefix}{number:02}" for prefix in ("0171 39200", "0176 040690") for number in range(100)]
LANDLINES = [f"{prefix}{number:03}" for prefix in ("030 23125", "040 66969", "0221 4710") for number in range(1000)]
DOMAINS = (
    "post.example",
    "briefkasten.example",
    "lindenmail.example",
    "klientin.example",
    "web.example",
)
SPELLINGS = (
    lambda number: number,
    lambda number: "+49 " + number[1:],
    lambda number: number.replace(" ", "/"),
    lambda number: "0049" + number[1:].replace(" ", ""),
    lambda number: "+49 (0)" + number[1:],
)


class Teller:
    """Tells people of one practice, the same ones from the same seed; days are counted back from `now`."""

    def __init__(self, seed: int, now: datetime, towns: Sequence[tuple[str, str]]) -> None:
        self.dice, self.now, self.towns = Random(seed), now, towns
        self.mobiles, self.landlines = MOBILES[:], LANDLINES[:]
        self.dice.shuffle(self.mobiles)
        self.dice.shuffle(self.landlines)
        self.taken: set[str] = set()

    def origin(self) -> Origin:
        return self.dice.choices(ORIGINS, weights=[origin.weight for origin in ORIGINS])[0]

    def chance(self, percent: int) -> bool:
        return self.dice.randrange(100) < percent

    def person(
        self,
        origin: Origin | None = None,
        last_name: str = "",
        *,
        ages: tuple[int, int] = (19, 82),
        is_female: bool | None = None,
    ) -> Draft:
        """Somebody with a name and a birth date, made on some day of the last four years."""
        origin = origin or self.origin()
        is_female = self.chance(58) if is_female is None else is_female
        gender = Gender.FEMALE if is_female else Gender.MALE
        last_name = last_name or self.dice.choice(origin.last)
        draft = self.draft(
            salutation="Frau" if is_female else "Herr",
            first_name=self.dice.choice(origin.female if is_female else origin.male),
            last_name=_ended(last_name, origin) if is_female else last_name,
            birth_date=self.birth_date(*ages),
            profile={
                "gender": Gender.DIVERSE if self.chance(2) else gender,
                "language": origin.language,
            },
        )
        if f"{draft.first_name} {draft.last_name}" in self.taken:
            return self.person(origin, ages=ages, is_female=is_female)
        self.taken.add(f"{draft.first_name} {draft.last_name}")
        return draft

    def draft(self, **told: Any) -> Draft:
        begun = self.moment((30, 4 * 365))
        return Draft(id=id_at(begun, self.dice), begun=begun, **told)

    def move(self, draft: Draft, days: tuple[int, int]) -> None:
        """Let the record have been made within these days before now."""
        draft.begun = self.moment(days)
        draft.id = id_at(draft.begun, self.dice)

    def moment(self, days: tuple[int, int]) -> datetime:
        """Some minute of the practice's hours, at least and at most so many days ago."""
        day = self.now - timedelta(days=self.dice.randint(*days))
        return day.replace(
            hour=self.dice.randint(8, 18),
            minute=self.dice.randrange(60),
            second=0,
            microsecond=0,
        )

    def birth_date(self, youngest: int, oldest: int) -> date:
        """A day that makes somebody at least `youngest` and at most `oldest` years old today."""
        return self.now.date() - timedelta(days=self.dice.randint(youngest * 366, oldest * 365))

    def complete(self, draft: Draft) -> None:
        """Most of what a practice knows of an adult after a while."""
        self.reachable(draft)
        draft.address = self.address()
        profile, dice = draft.profile, self.dice
        profile["form_of_address"] = FormOfAddress.INFORMAL if self.chance(15) else FormOfAddress.FORMAL
        if self.chance(70):
            profile["occupation"] = dice.choice(OCCUPATIONS)
        if self.chance(30):
            profile["employer"] = dice.choice(EMPLOYERS)
        if self.chance(60):
            profile["family_state"] = dice.choice(FAMILY_STATES)
        if self.chance(80):
            profile["insurer"] = dice.choice(INSURERS)
            profile["insurance_number"] = f"{dice.choice('ABCDEFGHKLMNPRST')}{dice.randrange(10**9):09}"
            profile["has_aid"] = self.chance(12) or None
        if self.chance(9):
            profile["alerts"] = dice.choice(ALERTS)
        if self.chance(7):
            profile["birth_name"] = dice.choice(ORIGINS[0].last)
        if self.chance(6):
            profile["preferred_name"] = draft.first_name[:3] + "i"
        if self.chance(4):
            draft.title = dice.choice(["Dr.", "Prof. Dr.", "Dr. med.", "Dipl.-Ing."])
        self.consent(draft)

    def consent(self, draft: Draft) -> None:
        if self.chance(85):
            draft.consents[Purpose.PRIVACY] = True
        if self.chance(60):
            draft.consents[Purpose.EMAIL] = self.chance(85)
        if self.chance(30):
            draft.consents[Purpose.VOICEMAIL] = self.chance(60)

    def reachable(self, draft: Draft, missing_email: int = 12) -> None:
        """Phones, and an e-mail unless the dice say no."""
        draft.phones = [self.mobile()] if self.chance(85) else []
        if not draft.phones or self.chance(25):
            draft.phones.append(self.landline())
        if not self.chance(missing_email):
            draft.emails = [self.email(draft)]

    def mobile(self) -> str:
        number = self.mobiles.pop() if self.mobiles else self.landlines.pop()
        return str(self.dice.choices(SPELLINGS, weights=[60, 15, 10, 8, 7])[0](number))

    def landline(self) -> str:
        return str(self.dice.choices(SPELLINGS, weights=[60, 15, 10, 8, 7])[0](self.landlines.pop()))

    def email(self, draft: Draft) -> str:
        last = names.split_prefix(draft.last_name)[1]
        name = textkey.sort_key(last, draft.first_name).replace("-", "")
        last, first = name.split(",")
        domain = self.dice.choice(DOMAINS)
        shape = self.dice.choice(["{first}.{last}", "{last}", "{first}{last}", "{initial}.{last}"])
        return shape.format(first=first, last=last, initial=first[:1]) + f"@{domain}"

    def address(self) -> dict[str, str]:
        postcode, city = self.dice.choice(self.towns)
        number = f"{self.dice.randint(1, 120)}{'abc'[self.dice.randrange(3)] if self.chance(12) else ''}"
        return {
            "street": f"{self.dice.choice(STREETS)} {number}",
            "postcode": postcode,
            "city": city,
            "country": "DE",
        }


def _ended(last_name: str, origin: Origin) -> str:
    male, female = origin.female_ending
    return last_name.removesuffix(male) + female if male and last_name.endswith(male) else last_name
