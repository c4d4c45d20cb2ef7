"""A provision changed by a form: the same bytes as by hand, nothing kept before it is saved, nothing else changed."""

from __future__ import annotations

import pytest

from access.anywhere import Anywhere
from fingerpost.manual import provision_text
from fingerpost.manual.provision_form import added
from fingerpost.manual.services import meaning, publishing
from fingerpost.manual.services.publishing import shipped_files
from fingerpost.procedure.pack.library import available, load_pack
from fingerpost.procedure.pack.model import Pack
from fingerpost.procedure.pack.reading import pack_from
from manual.officers import NEW, OLD, RULES, draft, second
from manual.test_publishing import client_of

RULE = "2.1-involve-parents"
SHIPPED = load_pack("e-safety@2017")
PARENTS = SHIPPED.provisions[RULE]
FORM = {
    "title": "Bring in the parents or carers",
    "modality": "should",
    "who": "practitioner",
    "about": "child",
    "when": PARENTS.when,
    "condition": PARENTS.condition_text,
    "joined": "and",
    "text": PARENTS.text,
    "held_for": "parents:c",
    "lowered_by": "informing_parents_risks_harm",
    "cites": "chapter 2.1",
    "after": "1",
}


# ---- the text --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", available())
def test_what_a_form_shows_is_written_back_to_the_byte(name: str) -> None:
    pack = load_pack(name)
    for file, text in shipped_files(name).items():
        for rule in (one for one in pack.provisions.values() if one.place.file == file):
            block = provision_text.block_of(text, rule.id)
            assert block is not None
            values = {key: one for key, one in provision_text.values_of(block).items() if key in provision_text.ORDER}
            del values["id"]
            values.pop("embargo", None)
            assert provision_text.with_values(text, rule.id, values) == text, rule.id


@pytest.mark.parametrize("name", ["e-safety@2026"])
def test_keys_that_are_taken_out_and_put_back_say_the_same(name: str) -> None:
    """The pack's own reader says so: it has the same digest, which covers all that decides and all that is read."""
    pack, files = load_pack(name), shipped_files(name)
    files.pop("checks.yaml", None)
    keys = ("title", "who", "to", "by", "when", "if", "text", "held_for", "carried_out_by", "lowered_by", "cites")
    for rule in pack.provisions.values():
        text = files[rule.place.file]
        block = provision_text.block_of(text, rule.id)
        assert block is not None
        values = {key: value for key, value in provision_text.values_of(block).items() if key in keys}
        without = provision_text.with_values(text, rule.id, dict.fromkeys(values, ""))
        assert text.count("\n") - without.count("\n") >= len(values)
        files[rule.place.file] = provision_text.with_values(without, rule.id, values)
    assert pack_from(files).digest == pack.digest


def test_a_condition_is_kept_together_where_another_word_joins_it() -> None:
    assert added("", "and", "imagery") == "imagery"
    assert added("imagery and touched", "and", "not found") == "imagery and touched and not found"
    assert added("imagery or touched", "and", "found") == "(imagery or touched) and found"
    assert added("imagery and touched", "or", "found") == "(imagery and touched) or found"


# ---- the page --------------------------------------------------------------------------------------------------------


def test_by_form_and_by_hand_the_text_is_the_same(anywhere: Anywhere) -> None:
    """The three changes that policy officers tried: a “should” to a “must”, a narrowed condition, other words."""
    one = draft(anywhere)
    page = f"/procedures/drafts/{one.pk}/provisions/{RULE}/"
    with anywhere.acting("policy"):
        by_hand = publishing.newest_of(one).files[RULES]
    with anywhere.serving():
        client = client_of("policy")
        sent = {**FORM, "modality": "must", "do": "save"}
        assert client.post(page, sent).status_code == 302
        narrowed = {**sent, "after": "2", "do": "add", "part": "significant_harm"}
        shown = client.post(page, narrowed).content.decode()
        condition = f"{PARENTS.condition_text} and significant_harm"
        assert condition in shown
        assert SHIPPED.facts["significant_harm"].ask.strip() in shown.partition("It applies if")[2]
        sent |= {"after": "2", "condition": condition}
        assert client.post(page, sent).status_code == 302
        assert client.post(page, {**sent, "after": "3", "text": "Bring them in early."}).status_code == 302
    block = provision_text.written(by_hand, RULE)
    expected = block.replace("modality: should", "modality: must")
    expected = expected.replace(
        "not informing_parents_risks_harm\n", "not informing_parents_risks_harm and significant_harm\n"
    )
    old = expected[expected.index("text: >") : expected.index("held_for")]
    expected = expected.replace(old, "text: Bring them in early.\n")
    with anywhere.acting("policy"):
        newest = publishing.newest_of(one)
    assert newest.number == 4
    assert newest.files[RULES] == by_hand.replace(block, expected)
    with anywhere.acting(second(anywhere)):
        said = [says for one in meaning.changes(SHIPPED, _pack(newest.files)) if one.rule == RULE for says in one.says]
        assert any("must" in one.casefold() for one in said), said


def test_nothing_is_kept_that_is_only_shown_and_nothing_that_is_refused(anywhere: Anywhere) -> None:
    one = draft(anywhere)
    page = f"/procedures/drafts/{one.pk}/provisions/{RULE}/"
    with anywhere.serving():
        client = client_of("policy")
        assert "Nothing is changed yet." in client.get(page).content.decode()
        shown = client.post(page, {**FORM, "modality": "must", "do": "show"}).content.decode()
        assert "modality: must" in shown
        assert "Nothing is changed yet." not in shown
        wrong = client.post(page, {**FORM, "condition": "youth_produced_imagry", "do": "show"}).content.decode()
        assert "The text cannot be read with this" in wrong
        assert "youth_produced_imagery" in wrong
        for missing in ("title", "text", "cites"):
            assert "There is a problem" in client.post(page, {**FORM, missing: "", "do": "save"}).content.decode()
        clock = client.post(page, {**FORM, "clock": "working_days", "do": "save"}).content.decode()
        assert "Say how many" in clock
        assert "Choose what has to happen" in client.post(page, {**FORM, "clock": "on", "do": "save"}).content.decode()
        late = client.post(page, {**FORM, "modality": "must", "after": "7", "do": "save"})
        assert "revision 1 while you wrote" in late.content.decode()
        assert client.get(page.replace(RULE, "2.1-nothing")).status_code == 404
    with anywhere.acting("policy"):
        assert publishing.newest_of(one).number == 1


def test_what_cannot_be_read_is_put_right_in_its_text_first(anywhere: Anywhere) -> None:
    one = draft(anywhere)
    with anywhere.acting("policy"):
        newest = publishing.newest_of(one)
        text = newest.files[RULES].replace(OLD, NEW.replace("working", "some"), 1)
        publishing.save(one, RULES, text, after=1, now=newest.saved_at)
    with anywhere.serving():
        answer = client_of("policy").get(f"/procedures/drafts/{one.pk}/provisions/{RULE}/")
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith(f"/sections/{RULES}/")


def _pack(files: dict[str, str]) -> Pack:
    return pack_from({name: text for name, text in files.items() if name != "checks.yaml"})
