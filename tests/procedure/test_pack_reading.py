"""Reading a pack: each mistake is named with its file and line, what is wrong and what would be right; all at once."""

# ruff: noqa: E501 - one case a line, so that the cases read as a table

from __future__ import annotations

import pytest
from packs import PACK, RULES, problems, read

from fingerpost.procedure.deciding import Engine
from fingerpost.procedure.errors import PackError
from fingerpost.procedure.pack.reading import pack_from


def test_the_small_pack_is_in_order() -> None:
    pack = read()
    assert pack.name == "small@1"
    assert list(pack.facts) == ["shared", "age", "setting", "suspected"]
    assert [provision.id for provision in pack.decided] == ["refer", "silence", "support"]
    assert pack.provisions["refer"].place.file == "rules.md"
    assert pack.provisions["refer"].place.line == 3
    assert pack.sections[1].id == "rules"


SPOILT = [
    # In rules.md: what is replaced, by what; the line that must be named ("": the new one; ```x: where the block of x opens); what must be said.
    ("if: young and shared", "if: yuong and shared", "", "there is no fact or definition “yuong”. Did you mean “young”?"),
    ("if: young and shared", "if: age and shared", "", "“age” is not a yes-or-no fact. Compare it, for example age < 17."),
    ("if: young and shared", "if: age < 18 and shared", "", "“age < 18” always holds, for age is one of 0 to 17"),
    ("if: young and shared", "if: age < 0 and shared", "", "“age < 0” never holds"),
    ("if: young and shared", "if: age == x and shared", "", "in “age == x”, “x” is not a value of age. Its values are 0 to 17."),
    ("if: young and shared", "if: shared == True", "", "“shared == True” compares a yes-or-no fact. Write shared or not shared."),
    ("if: young and shared", "if: young and suspected", "", "“suspected” is about an adult, and this condition is about a child. Write any_adult(suspected)."),
    ("if: young and shared", "if: young and shared.upper()", "", "“shared.upper()” is not something a condition may contain"),
    ("if: young and shared", "if: young and __import__(shared)", "", "there is no function “__import__”"),
    ("if: young and shared", "if: young and", "", "the condition “young and” is not an expression"),
    ("if: young and shared", "if: young and happened(tolled)", "", "there is no event “tolled”. Did you mean “told”?"),
    ("if: young and shared", "if: young and happened(told)", "", "“happened(told)” is about an adult, and this condition is about a child. Write any_adult(happened(told))."),
    ("if: young and shared", 'if: applies("reffer")', "", "there is no provision “reffer” with a condition. Did you mean “refer”?"),
    ("if: young and shared", 'if: applies("refer")', "", "“refer” is defined by itself (refer → refer). Break the circle."),
    ("if: young and shared", "if: any_child(any_child(young)) and shared", "", "has a question about all people inside another"),
    ("if: young and shared", "if: unlisted_child(young) and shared", "", "no fact says when a child may be unlisted"),
    ("if: young and shared", "if: " + "not " * 3000 + "young", "", "the condition is nested too deeply"),
    ("setting == school", "setting == scool", "", "in “setting == scool”, “scool” is not a value of setting. Its values are school, other."),
    ("setting == school", "setting < school", "", "“setting” cannot be compared in this way"),
    ("setting == school", "setting in school", "", "“school” is not a list of values"),
    ("kind: prohibition", "kind: prohibtion", "", "`kind` cannot be “prohibtion”. Did you mean “prohibition”?"),
    ("modality: should", "modality: shall", "", "`modality` cannot be “shall”"),
    ("who: practitioner", "who: practicioner", "", "`who` cannot be “practicioner”. Did you mean “practitioner”?"),
    ("by: same_day", "by: same day", "", "`by` cannot be “same day”"),
    ("by: same_day", "by: working_days:0", "", "`by` cannot be “working_days:0”"),
    ("by: same_day", "by: months:0", "", "`by` cannot be “months:0”"),
    ("by: same_day", "by: months:61", "", "`by` cannot be “months:61”"),
    ("by: same_day", "by: months:3\nfrom: tolled", "by: months:3", "there is no event “tolled”. Did you mean “told”?"),
    ("by: same_day", "confirm: [this]", "", "`confirm` is not a text"),
    ("by: same_day", "by: on:arest", "", "there is no event “arest”"),
    ("by: same_day", "form: told", "", "a provision has no key `form`. Did you mean “from”?"),
    ("title: Do support\n", "", "```support", "the provision has no `title`"),
    ("title: Do support\n", "title: Offer the child help with it now\n", "title: Offer", "the title of “support” has 7 words"),
    ("cites: [chapter 2]", "cites: []", "", "“support” cites nothing"),
    ("cites: [chapter 2]\n", "", "```support", "“support” cites nothing"),
    ("cites: [chapter 2]", "cites: [chaptre 2]", "", "“support” cites “chaptre”, which is no source of the pack. Did you mean “chapter”?"),
    ("when: an adult is suspected\n", "", "if: suspected", "“silence” has `if` without `when`"),
    ("cites: [chapter 2]", "carried_out_by: referal\ncites: [chapter 2]", "carried_out_by", "`carried_out_by` cannot be “referal”. Did you mean “referral”?"),
    ("cites: [chapter 2]", "carried_out_by: referral\ncites: [chapter 2]", "carried_out_by", "“support” is a referral to nobody"),
    ("kind: duty\nmodality: should", "kind: heading\nmodality: should\nsettles: shared", "settles:", "“shared” is not an adult's yes-or-no fact. Name one that is."),
    ("kind: duty\nmodality: should", "kind: duty\nmodality: should\nsettles: suspected", "settles:", "a duty is not answered, and settles nothing"),
    ("kind: duty\nmodality: should", "kind: heading\nmodality: should\neach: adult", "each:", "`each` cannot be “adult”. It is child, or left out."),
    ("kind: duty\nmodality: should", "kind: duty\nmodality: should\neach: child", "each:", "a duty has no `each`. Only a heading and an agenda item have it."),
    ("kind: duty\nmodality: should", "kind: duty\nmodality: should\nonly_without_children: true", "only_", "a duty has no `only_without_children`"),
    ("cites: [chapter 2]", "shown_to: polce\ncites: [chapter 2]", "shown_to", "`shown_to` cannot be “polce”. Did you mean “police”?"),
    ('held_for: "parents:c"', 'held_for: "parents:a"', "", "`held_for` cannot be “parents:a” here"),
    ("lowered_by: [shared]\n", "", "```support", "`lowered_by` of “support” does not name what can take it away. Write lowered_by: [shared]."),
    ("lifted_by: told", "lifted_by: tolled", "embargo:", "“tolled” cannot lift an embargo"),
    ("  unlisted_when: shared\n", "", "embargo:", "the embargo is not complete"),
    ("about: adult", "about: meeting", "if: suspected", "a provision about a meeting cannot have `if`"),
    ("id: support", "id: refer", "second refer", "“refer” is taken. It is at rules.md:3; names are unique."),
    ("text: Refer.", "text: Refer.\ntext: Again.", "text: Again.", "text"),
    ("```provision\nid: refer", "```provison\nid: refer", "```provison", "there is no block of the kind “provison”. Did you mean “provision”?"),
    ("# 1 Rules", "1 Rules", "", "the file has no heading"),
    ("text: Support the child.", "text: 7", "", '`text` is a number. Write it in quotes: text: "7".'),
]  # fmt: skip


def line_of(text: str, at: str) -> int:
    """The number of the first line that begins with `at`; of the fence before the block of x for ```x."""
    lines = text.splitlines()
    if at == "second refer":
        return [number for number, line in enumerate(lines, 1) if line == "id: refer"][1]
    if at.startswith("```") and at not in lines:
        named = (f"id: {at[3:]}", f"name: {at[3:]}")
        return next(number for number, line in enumerate(lines) if line in named)
    return next(number for number, line in enumerate(lines, 1) if line.startswith(at))


@pytest.mark.parametrize(("old", "new", "at", "what"), SPOILT, ids=[f"{new[:40]}" for _, new, _, _ in SPOILT])
def test_a_mistake_among_the_rules_is_named(old: str, new: str, at: str, what: str) -> None:
    assert old in RULES
    spoilt = RULES.replace(old, new)
    found = problems(rules=spoilt)
    line = line_of(spoilt, at or new) if at or not spoilt.count(f"\nif: {new}") else line_of(spoilt, f"if: {new}")
    assert any(problem.startswith(f"rules.md:{line}: ") and what in problem for problem in found), (line, found)


SPOILT_FACTS = [
    ("type: int", "type: integer", "", "`type` cannot be “integer”"),
    ("max: 17", "max: 0", "max: 0", "0 to 0 is no range"),
    ("max: 17", "max: many", "", "`max` is not a whole number"),
    ("graver: lower", "graver: yes", "", "`graver` cannot be “yes”. It is one of lower, higher."),
    ("id: shared", "id: not", "```not", "“not” cannot be used in a condition"),
    ("name: young", "id: young", "", "a definition has no key `id`"),
    ("name: young", "name: shared", "", "“shared” is taken"),
    ("is: age < 13\n", "", "```young", "the definition of “young” has no `is`"),
    ("is: age < 13", "is: young", "", "“young” is defined by itself (young → young)"),
    ("in_force: 2026-01-01", "in_force: soon", "", "“soon” is not a date"),
    ("sections: [pack.md, rules.md]", "sections: [pack.md]", "# 1 Rules", "`sections` of the pack does not name this file"),
    ("sections: [pack.md, rules.md]", "sections: [pack.md, rules.md, more.md]", "", "there is no file “more.md”"),
    ("values: {school: A school, other: Elsewhere}", "values: {school: A school}", "values:", "an enum has at least two values"),
    ("ask: Where?\nwithout_viewing: true", "ask: Where?", "```setting", "nothing says that “setting” can be answered without looking at imagery"),
    ("ask: Where?", "ask: Where?\nuse: record", "```setting", "the fact “setting” is marked `use: record`, and a condition uses it"),
    ("scope: adult\ntype: bool", "scope: adult\ntype: bool\nunlisted_child: age", "unlisted_child:", "only a yes-or-no fact of the concern"),
    ("scope: concern\ntype: bool", "scope: concern\ntype: bool\nunlisted_child: age", "```shared", "“age” is not a child's yes-or-no fact"),
    ("to: true", "to: always", "", "`to` is “always”. Write to: true or leave it out."),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "at", "what"), SPOILT_FACTS, ids=[new[:40] for _, new, _, _ in SPOILT_FACTS])
def test_a_mistake_among_facts_and_definitions_is_named(old: str, new: str, at: str, what: str) -> None:
    assert old in PACK
    spoilt = PACK.replace(old, new, 1)
    file, text = ("rules.md", RULES) if at == "# 1 Rules" else ("pack.md", spoilt)
    where = f"{file}:{line_of(text, at or new)}: "
    found = problems(pack=spoilt)
    assert any(problem.startswith(where) and what in problem for problem in found), (where, found)


def test_a_fact_that_nothing_uses_is_refused_unless_it_is_for_the_record() -> None:
    idle = "```fact\nid: idle\nscope: concern\ntype: bool\nask: Idle?\nwithout_viewing: true\n```\n"
    assert problems(pack=PACK + idle) == [
        f"pack.md:{line_of(PACK + idle, '```idle')}: nothing uses the fact “idle”. Use it in a condition, mark it `use: record`, or take it out."
    ]
    assert problems(pack=PACK + idle.replace("ask:", "use: record\nask:")) == []


def test_an_event_or_definition_that_nothing_uses_is_refused() -> None:
    more = "```event\nid: rested\nabout: concern\ntext: Rested.\n```\n```definition\nname: old\nscope: child\nis: not young\ntext: Old.\n```\n"
    found = problems(pack=PACK + more)
    assert [problem.split(": ")[1].split(". ")[0] for problem in found] == [
        "nothing uses the event “rested”",
        "nothing uses the definition “old”",
    ]


def test_a_circle_of_definitions_is_refused_with_the_way_round() -> None:
    circle = PACK.replace("is: age < 13", "is: small_one") + (
        "```definition\nname: small_one\nscope: child\nis: young or age < 5\ntext: Small.\n```\n"
    )
    assert any("young → small_one → young" in line for line in problems(pack=circle))


def test_all_mistakes_are_named_at_once_in_reading_order() -> None:
    spoilt = (
        RULES.replace("young and shared", "yuong")
        .replace("kind: prohibition", "kind: ban")
        .replace("[chapter 2]", "[x 2]")
    )
    found = problems(pack=PACK.replace("max: 17", "max: old"), rules=spoilt)
    said = [(problem.split(":")[0], problem.split(": ")[1].split(". ")[0]) for problem in found]
    assert said == [
        ("pack.md", "`max` is not a whole number"),
        ("rules.md", "there is no fact or definition “yuong”"),
        ("rules.md", "`kind` cannot be “ban”"),
        ("rules.md", "“support” cites “x”, which is no source of the pack"),
    ]


def test_a_pack_without_its_first_file_or_block_is_refused() -> None:
    with pytest.raises(PackError, match=r"the pack has no pack\.md"):
        pack_from({"rules.md": RULES})
    with pytest.raises(PackError, match="there are 0 pack blocks"):
        pack_from({"pack.md": "# Empty\n"})


def test_the_digest_knows_meaning_and_prose_but_not_line_breaks() -> None:
    digest = read().digest
    assert read(pack=PACK.replace("Words for people.", "Words\nfor   people.")).digest == digest
    assert read(pack=PACK.replace("Words for people.", "Other words.")).digest != digest
    assert read(rules=RULES.replace("text: Refer.", "text: Refer it.")).digest != digest
    assert read(rules=RULES.replace("young and shared", "young or shared")).digest != digest


def test_a_condition_too_tangled_to_decide_exactly_is_refused_in_words() -> None:
    facts = "".join(
        f"```fact\nid: f{n}\nscope: concern\ntype: bool\nask: f{n}?\nwithout_viewing: true\n```\n" for n in range(24)
    )
    pairs = " and ".join(f"(f{n} or f{n + 1})" for n in range(0, 24, 2))
    tangled = f"({pairs}) or (shared and not f0 and not f23)"
    rules = RULES.replace("if: young and shared", f"if: young and shared and ({tangled})")
    with pytest.raises(PackError, match="the condition of “refer” can be met in more than 512 ways"):
        Engine(read(PACK + facts, rules))


def test_a_draft_says_so_and_what_is_to_be_confirmed_stays_with_its_rule() -> None:
    assert not read().draft
    pack = read(
        PACK.replace("nation:", "status: draft\nnation:"),
        RULES.replace("text: Refer.", "text: Refer.\nconfirm: The day."),
    )
    assert pack.draft
    assert {rule.id: rule.confirm for rule in pack.decided} == {"refer": "The day.", "silence": "", "support": ""}
    assert "`status` cannot be “drafted”" in problems(PACK.replace("nation:", "status: drafted\nnation:"))[0]
