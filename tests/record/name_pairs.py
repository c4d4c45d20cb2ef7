"""A list of pairs of names, of one person and of two, made by rules that the matcher does not know.

The forms were written down by hand, from how such names are written, and nothing of `record.name_forms` is used here.
Everybody in it is invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

GIVEN: Final = [
    "Amelia",
    "Harriet",
    "Josephine",
    "Rosalind",
    "Bethany",
    "Gareth",
    "Leonard",
    "Malcolm",
    "Terence",
    "Dominic",
    "Rajesh",
    "Sunil",
    "Farida",
    "Nadia",
    "Tamsin",
    "Callum",
    "Rhodri",
    "Ingrid",
    "Beatriz",
    "Marcelo",
    "Hana",
    "Kenji",
    "Folake",
    "Kwame",
    "Thandiwe",
    "Zofia",
    "Marek",
    "Irina",
    "Pavel",
    "Soraya",
    "Idris",
    "Naomi",
    "Quentin",
    "Verity",
    "Winifred",
    "Lorcan",
    "Maeve",
    "Benedict",
    "Felix",
    "Hector",
]
FAMILY: Final = [
    "Ashdown",
    "Birchall",
    "Cordwainer",
    "Dunmore",
    "Eastgate",
    "Fairbrother",
    "Greenhalgh",
    "Hawksworth",
    "Inglewood",
    "Jessop",
    "Kettering",
    "Lockhart",
    "Merriweather",
    "Northcote",
    "Oakeshott",
    "Pemberton",
    "Quennell",
    "Rotherham",
    "Silverdale",
    "Thackeray",
    "Underwood",
    "Vickery",
    "Winterbourne",
    "Yardley",
    "Zimmerman",
    "Bhattacharya",
    "Chakraborty",
    "Venkataraman",
    "Olufemi",
    "Nkemelu",
    "Szymborski",
    "Wojciechowski",
    "Papadakis",
    "Lindqvist",
    "Fitzgerald",
    "Llewellyn",
    "Montague",
    "Abernethy",
    "Drummond",
    "Sutherland",
]

# A long form and a short one of it.
SHORT: Final = (
    "Robert Bob, William Bill, William Liam, Elizabeth Liz, Elizabeth Beth, Elizabeth Betty, Margaret Peggy, "
    "Margaret Maggie, Richard Dick, Richard Rick, Katherine Kate, Katherine Kitty, Anthony Tony, Edward Ted, "
    "Edward Ned, Edward Eddie, Michael Mick, Michael Mike, James Jim, James Jamie, John Jack, Jonathan Jon, "
    "Samuel Sam, Samantha Sam, Daniel Dan, Benjamin Ben, Thomas Tom, Matthew Matt, Andrew Andy, Andrew Drew, "
    "Christopher Chris, Christopher Kit, Christina Tina, Stephen Steve, Nicholas Nick, Nicola Nicky, "
    "Philip Phil, Gregory Greg, Timothy Tim, Peter Pete, David Dave, Joseph Joe, Patrick Paddy, Patricia Pat, "
    "Patricia Trish, Susan Sue, Deborah Debbie, Jacqueline Jackie, Rebecca Becky, Victoria Vicky, "
    "Charlotte Lottie, Charles Charlie, Alexander Alex, Alexander Sandy, Alexander Sasha, Alexandra Lexie, "
    "Frederick Fred, Francis Frank, Henry Harry, Lawrence Larry, Ronald Ron, Kenneth Ken, Geoffrey Geoff, "
    "Gerald Gerry, Theodore Theo, Isabella Bella, Gabrielle Gabby, Abigail Abby, Natalia Natasha, Dmitri Dima, "
    "Mikhail Misha, Vladimir Vova, Ekaterina Katya, Katarzyna Kasia, Tomasz Tomek, Oluwaseun Seun, "
    "Babatunde Tunde, Chukwuemeka Emeka, Mohammed Mo, Francisco Paco, Josephine Jo, Penelope Penny, "
    "Rosemary Rosie, Dorothy Dot, Barbara Babs, Zachary Zak, Joshua Josh, Nathaniel Nat, Leonard Len, "
    "Harold Hal, Eleanor Nell, Eleanor Ellie, Florence Flo, Winifred Win, Augustus Gus"
)

# One name on its way from another script, or in it.
WRITTEN: Final = """
Mohammed Muhammad Mohamed Mohammad Muhammed Mehmet محمد
Yusuf Yousef Youssef Yousuf Yusef
Hussein Hussain Husain Husayn Hossain
Abdullah Abdallah Abdulla
Fatima Fatimah Fatema Fatma
Khadija Khadijah Khadeeja Hadija
Aisha Ayesha Aysha Aicha Aishah
Ibrahim Ebrahim Ibraheem
Sulaiman Suleiman Sulayman Soliman
Rasheed Rashid Rachid
Shareef Sharif Cherif
Qasim Kasim Qassem Kassem
Zainab Zaynab Zeinab
Sergei Sergey Serguei Сергей
Dmitri Dmitry Dmitriy Dimitri Дмитрий
Yekaterina Ekaterina Jekaterina Екатерина
Yevgeny Evgeny Yevgeni Evgeni Евгений
Aleksandr Alexander Alexandr Aleksander Александр
Mikhail Michail Mihail Михаил
Nikolai Nikolay Nicolai Николай
Tatyana Tatiana Tatjana Татьяна
Georgios Giorgos Georgos Γεώργιος
Konstantinos Constantinos Konstandinos Κωνσταντίνος
Dimitrios Demetrios Dhimitrios Δημήτριος
Chaudhry Choudhury Chowdhury Chaudhary Chaudhari
Mukherjee Mukerji Mookerjee
Krishnan Krishnen Crishnan
Lakshmi Laxmi Lakshmee
Sandeep Sandip
Deepak Dipak Deepack
Vijay Vijai Wijay
Ivanov Ivanow Iwanow Иванов
Chaykovsky Tchaikovsky Chaikovskii Tschaikowsky
Khrushchev Khruschev Chruschtschow Хрущев
Jaroslaw Yaroslav Jaroslav Iaroslav Ярослав
Oyelowo Oyelohwo
Siddiqui Siddiqi Sidiqui Siddique
Sheikh Shaikh Shaykh
Malik Malick Maleek
Farooq Faruq Farouk Faruk
Tariq Tarik Tareq Tarek
Noor Nour Nur
Leila Layla Laila Leyla
Amir Ameer Emir
Jamal Gamal Djamal
"""

# Letters of other scripts that look like Latin ones in print.
LOOKS: Final = {
    "a": "а", "e": "е", "o": "о", "p": "р", "c": "с", "y": "у", "x": "х", "i": "і", "s": "ѕ", "A": "А", "B": "В",
    "E": "Е", "H": "Н", "K": "К", "M": "М", "O": "О", "P": "Р", "C": "С", "T": "Т",
}  # fmt: skip

# Names that look or sound near, of two people.
NEAR: Final = (
    "Daniel Danielle, Paul Paula, John Joan, Eric Erica, Martin Marina, Karen Kevin, Brian Bryony, Leon Leona, Simon"
    " Simone, Julian Gillian, Marian Adrian, Helen Ellen, Carol Carl, Denis Denise, Louis Louise, Robin Rosin, Harry"
    " Harriet, Sandra Saundra, Owen Gwen, Dean Deanna, Nigel Noel, Colin Clive, Darren Karen, Jason Mason, Hugh Hugo,"
    " Aled Alan, Ravi Rani, Amit Anita, Wei Mei, Kofi Kojo, Omar Umar, Tomas Tamsin, Pavel Paulo, Ines Agnes, Lars Lara"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names. `kind` is what makes them one person's, or why they are near though they are not."""

    kind: str
    one: str
    other: str
    is_one: bool


def pairs() -> list[Pair]:
    """Return the list, the same each time."""
    return [*_one_person(random.Random(20261202)), *_two_people(random.Random(20261203))]  # noqa: S311 - no secret


def _one_person(draw: random.Random) -> Iterator[Pair]:
    def pair(kind: str, one: str, other: str) -> Pair:
        first, second = (one, other) if draw.random() < 0.5 else (other, one)
        return Pair(kind, first, second, is_one=True)

    def family() -> str:
        return draw.choice(FAMILY)

    for long, short in _couples(SHORT):
        for _ in range(3):
            name = family()
            yield pair("a short form", f"{long} {name}", f"{short} {name}")
    for forms in (line.split() for line in WRITTEN.strip().splitlines()):
        for form in forms[1:]:
            name = family()
            yield pair("another script or spelling", f"{forms[0]} {name}", f"{form} {name}")
            given = draw.choice(GIVEN)
            yield pair("another script or spelling", f"{given} {forms[0]}", f"{given} {form}")
    for _ in range(200):
        given, name = draw.choice(GIVEN), family()
        yield pair("letters that look alike", f"{given} {name}", _looking(draw, f"{given} {name}"))
        yield pair("another order", f"{given} {name}", draw.choice((f"{name}, {given}", f"{name.upper()} {given}")))
        middle = draw.choice([one for one in GIVEN if one != given])
        shown = draw.choice((f"{given} {middle} {name}", f"{given} {middle[0]}. {name}", f"{given[0]}. {name}"))
        yield pair("more or fewer words", f"{given} {name}", shown)
        yield pair("a slip of the pen", f"{given} {name}", _slipped(draw, given, name))
        other = draw.choice([one for one in FAMILY if one != name])
        yield pair("a marriage", f"{given} {name}", draw.choice((f"{given} {other}", f"{given} {name}-{other}")))


def _two_people(draw: random.Random) -> Iterator[Pair]:
    for _ in range(600):
        (one, other), (first, second) = draw.sample(GIVEN, 2), draw.sample(FAMILY, 2)
        yield Pair("nothing in common", f"{one} {first}", f"{other} {second}", is_one=False)
    for _ in range(300):
        (one, other), name = draw.sample(GIVEN, 2), draw.choice(FAMILY)
        yield Pair("one family name", f"{one} {name}", f"{other} {name}", is_one=False)
        given, (first, second) = draw.choice(GIVEN), draw.sample(FAMILY, 2)
        yield Pair("one given name", f"{given} {first}", f"{given} {second}", is_one=False)
    for one, other in _couples(NEAR):
        for _ in range(4):
            (first, second), name = draw.sample(FAMILY, 2), draw.choice(FAMILY)
            yield Pair("near given names, one family name", f"{one} {name}", f"{other} {name}", is_one=False)
            yield Pair("near given names", f"{one} {first}", f"{other} {second}", is_one=False)


def _couples(text: str) -> list[tuple[str, str]]:
    return [(one, other) for one, other in (couple.split() for couple in text.split(","))]


def _looking(draw: random.Random, name: str) -> str:
    places = [at for at, letter in enumerate(name) if letter in LOOKS]
    chosen = set(draw.sample(places, min(len(places), draw.randint(1, 4))))
    return "".join(LOOKS[letter] if at in chosen else letter for at, letter in enumerate(name))


def _slipped(draw: random.Random, given: str, name: str) -> str:
    at = draw.randrange(2, len(name) - 1)
    slips = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[: at - 1] + name[at] + name[at - 1] + name[at + 1 :],
        name[:at] + draw.choice("aeiou") + name[at + 1 :],
    )
    return f"{given} {draw.choice(slips)}"
