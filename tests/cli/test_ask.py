"""`fingerpost ask`: the conversation, what is kept of it, and that it can be taken up again."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.running import process, run
from fingerpost.cli import ask as asking
from fingerpost.procedure.case.reading import case_from
from fingerpost.procedure.deciding import decide
from fingerpost.procedure.pack.library import load_pack

START = ["2026-11-24 14:05", "c1, c2", "a1"]


def talk(*replies: str, save: Path | None = None) -> str:
    options: list[str] = ["--save", str(save)] if save else []
    result = run("ask", *options, stdin="".join(f"{reply}\n" for reply in replies))
    assert result.exit_code == 0, result.stderr
    assert result.stderr == ""
    return result.stdout


def kept(path: Path) -> dict[str, Any]:
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    case_from(document, load_pack())  # what is kept is a case in the contract's form
    assert isinstance(document, dict)
    return document


def flat(text: str) -> str:
    return " ".join(text.split())


def next_question(document: dict[str, Any]) -> str:
    pack = load_pack()
    return decide(pack, case_from(document, pack)).questions[0].fact


def test_begins_with_what_to_do_in_danger_then_when_and_who(tmp_path: Path) -> None:
    text = talk(*START, save=tmp_path / "case.yaml")
    assert text.strip().startswith("If a child is in immediate danger, call 999.")
    order = ["When did you become aware", "Which children are involved?", "Is an adult suspected", "questions left"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert kept(tmp_path / "case.yaml") == {
        "reported_at": "2026-11-24T14:05:00+00:00",
        "procedure": "e-safety@2017",
        "facts": {},
        "people": [
            {"id": "c1", "kind": "child", "facts": {}},
            {"id": "c2", "kind": "child", "facts": {}},
            {"id": "a1", "kind": "adult", "facts": {}},
        ],
    }


def test_asks_what_the_engine_thinks_matters_most(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = talk(*START, save=path)
    first = next_question(kept(path))
    assert load_pack().facts[first.rpartition(".")[2]].ask in flat(text)


def test_answers_are_kept_one_by_one(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    talk(*START, save=path)
    asked = []
    for reply in ("yes", "no", "d", "y", "N"):
        document = kept(path)
        document_without_unknown = json.loads(json.dumps(document))
        pack = load_pack()
        unknown = {
            f"{owner}.{fact}"
            for owner, facts in [("concern", document["facts"]), *((p["id"], p["facts"]) for p in document["people"])]
            for fact, value in facts.items()
            if value is None
        }
        questions = decide(pack, case_from(document_without_unknown, pack)).questions
        asked.append((next(q.fact for q in questions if q.fact not in unknown), reply))
        talk(reply, save=path)
    document = kept(path)
    owners = {"concern": document["facts"], **{person["id"]: person["facts"] for person in document["people"]}}
    values = {"yes": True, "y": True, "no": False, "N": False, "d": None}
    assert {name: owners[name.partition(".")[0]][name.partition(".")[2]] for name, _ in asked} == {
        name: values[reply] for name, reply in asked
    }
    assert len({name for name, _ in asked}) == 5


def test_an_age_or_a_date_of_birth(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    concern: dict[str, Any] = {"youth_produced_imagery": True, "sexual_acts": True}
    known: dict[str, Any] = {"depicted": True}
    people = [{"id": "c1", "kind": "child", "facts": known}]
    start = {"reported_at": "2026-11-24T14:05:00+00:00", "facts": concern, "people": people}
    while not (question := next_question(start)).endswith(".age"):
        owner, _, fact = question.rpartition(".")
        (known if owner == "c1" else concern)[fact] = False
    for reply, expected in (("12", {"age": 12}), ("2014-03-31", {"date_of_birth": "2014-03-31"})):
        path.write_text(yaml.safe_dump(start), encoding="utf-8")
        text = talk("40", "2008-11-24", "2027-01-01", "twelve", "2014-02-30", reply, save=path)
        said = flat(text)
        assert "How old is the child?" in said
        assert said.count("Please type a number from 0 to 17, or the date of birth, such as 2014-03-31.") == 3
        assert "was 18 on the day reported" in said
        assert "lies after the day on which the concern was reported" in said
        assert kept(path)["people"][0]["facts"] == {**known, **expected}


def test_a_choice_by_number_or_name(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    pack = load_pack()
    for reply in ("1", "school_or_college", pack.facts["setting"].labels["school_or_college"].upper()):
        known: dict[str, Any] = {fact.id: False for fact in pack.facts_of("concern") if fact.type == "bool"}
        known |= {"youth_produced_imagery": True}
        document = {"reported_at": "2026-11-24T14:05:00+00:00", "facts": known}
        path.write_text(yaml.safe_dump(document), encoding="utf-8")
        text = talk("9", reply, save=path)
        assert "Where do you work?" in text
        assert "1 A school or college" in flat(text)
        assert "Please type a number from 1 to 7." in text
        assert kept(path)["facts"]["setting"] == "school_or_college"


def test_back_undoes_answers_people_and_what_is_not_known(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    talk(*START, save=path)
    before = kept(path)
    talk("yes", "d", "a", "c", "c3", "b", "b", "b", save=path)
    assert kept(path) == before
    assert "This is the first question." in talk("b", save=path)


def test_back_at_the_beginning() -> None:
    text = talk("b", "14:05", "b", "14:06", "c1", "b", "c2", "", "p")
    assert text.count("When did you become aware") == 3
    assert text.count("Which children") == 3
    assert "at 14:06" in text
    assert "Child: c2." in text


def test_what_is_not_known_is_not_asked_again_until_somebody_wants_it(tmp_path: Path) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"reported_at": "2026-11-24T14:05:00Z", "facts": {"setting": None}}), encoding="utf-8")
    text = talk(*["d"] * 80, save=path)
    assert "Where do you work?" not in text
    assert "Nothing is left to ask." in text
    facts = json.loads(path.read_text(encoding="utf-8"))["facts"]
    assert set(facts.values()) == {None}
    again = talk("r", save=path)
    assert f"r ask again what you did not know ({len(facts)})" in flat(again)
    assert "questions left" in again
    assert json.loads(path.read_text(encoding="utf-8"))["facts"] == {}


def test_the_plan_so_far_and_why_are_one_key_away() -> None:
    text = talk(*START, "p", "w", "q")
    assert "Plan for the concern reported on Tuesday 24 November 2026 at 14:05" in text
    assert "Still to find out" in text
    assert "The answer can settle whether this applies:" in text
    assert text.count("d don't know") >= 3


def test_what_cannot_wait_is_said_at_once() -> None:
    text = flat(talk(*START, "yes"))
    assert "This is now certain: - Do not look at the imagery" in text


def test_says_when_no_answer_can_bring_anything_for_today(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("reported_at: 2026-11-24T14:05:00Z\n", encoding="utf-8")
    talked = ""
    for _ in range(40):
        talked = flat(talk("no", save=path))
        if "You may stop here" in talked:
            break
    assert "What is due today is now settled" in talked
    pack = load_pack()
    outcomes = decide(pack, case_from(kept(path), pack)).outcomes
    assert not [one for one in outcomes if one.due or one.modality == "must_not"]


def test_what_is_only_for_the_record_is_asked_last(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    people = [{"id": "c1", "kind": "child"}, {"id": "a1", "kind": "adult"}]
    path.write_text(yaml.safe_dump({"reported_at": "2026-11-24T14:05:00Z", "people": people}), encoding="utf-8")
    talk(*["d"] * 80, save=path)
    pack = load_pack()
    for person in kept(path)["people"]:
        assert set(person["facts"]) == {fact.id for fact in pack.facts_of(person["kind"])}
    document = kept(path)
    del document["people"][0]["facts"]["apparently_agreed"]
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    text = flat(talk("w", "yes", save=path))
    assert "It decides nothing." in text
    assert kept(path)["people"][0]["facts"]["apparently_agreed"] is True


def test_somebody_can_be_added_later(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = talk("14:05", "", "d", "a", "", "a", "a", "x/y", "a", "a", "mr", save=path)
    assert "has a sign in it" in text
    assert [(person["id"], person["kind"]) for person in kept(path)["people"]] == [("mr", "adult")]


@pytest.mark.parametrize("names", ["c1, c1", "concern", "unlisted", "a:b"])
def test_short_names_that_cannot_be_are_asked_for_again(names: str) -> None:
    text = talk("14:05", names, "c1", "", "p")
    assert text.count("Which children") == 2
    assert "Child: c1." in text


@pytest.mark.parametrize(
    ("reply", "moment"),
    [
        ("2026-11-24 14:05", "2026-11-24T14:05:00+00:00"),
        ("2026-07-01 9:30", "2026-07-01T09:30:00+01:00"),
        ("today 00:01", "2026-11-27T00:01:00+00:00"),
        ("16:45", "2026-11-27T16:45:00+00:00"),
        ("", "2026-11-27T16:50:00+00:00"),
    ],
)
def test_the_moment_is_by_the_clock_in_london(
    reply: str, moment: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "case.yaml"
    replies = iter([reply, "", ""])
    monkeypatch.setattr("builtins.input", lambda _: next(replies, "q"))
    asking.ask(path, None, clock=lambda: datetime(2026, 11, 27, 16, 50, 31, tzinfo=UTC))
    assert kept(path)["reported_at"] == moment


@pytest.mark.parametrize("reply", ["25:00", "yesterday", "2026-02-30 10:00", "2026-11-24", "d", "2040-01-01 10:00"])
def test_a_moment_that_is_none_is_asked_for_again(reply: str) -> None:
    text = talk(reply, "14:05")
    assert text.count("When did you become aware") == 2


def test_days_that_have_passed_are_overdue_when_it_is_taken_up_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    document = {
        "reported_at": "2026-11-24T14:05:00Z",
        "facts": {"youth_produced_imagery": True, "adult_involved": True},
    }
    path.write_text(yaml.safe_dump(document), encoding="utf-8")
    replies = iter(["p"])
    monkeypatch.setattr("builtins.input", lambda _: next(replies, "q"))
    asking.ask(path, None, clock=lambda: datetime(2026, 11, 26, 9, tzinfo=UTC))
    assert "Overdue since Tuesday 24 November 2026" in capsys.readouterr().out


def test_without_a_file_nothing_is_kept_and_that_is_said() -> None:
    assert "Nothing has been kept." in talk(*START)


def test_the_end_of_input_keeps_everything(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    text = talk(*START, "yes", save=path)
    assert f"Your answers are in {path}." in text.replace("\n", " ") or str(path) in text.replace("\n", "")
    assert any(value is True for value in kept(path)["facts"].values())


def test_only_its_owner_can_read_what_is_kept_and_no_half_is_left(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    talk(*START, "yes", "no", save=path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.yaml"]


def test_what_is_kept_survives_a_failing_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    talk(*START, save=path)
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("ask", "--save", path, stdin="yes\n")
    assert result.exit_code == 2
    assert "it cannot be saved (No space left on device)" in result.stderr
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["case.yaml"]


def test_a_file_that_is_no_case_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("reported_at: yesterday\n", encoding="utf-8")
    result = run("ask", "--save", path, stdin="yes\n")
    assert result.exit_code == 2
    assert "reported_at (line 1): “yesterday” is not a time" in result.stderr
    assert path.read_text(encoding="utf-8") == "reported_at: yesterday\n"


def test_an_interruption_keeps_what_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.yaml"
    replies = iter([*START, "yes"])

    def interrupted(_: str) -> str:
        reply = next(replies, None)
        if reply is None:
            raise KeyboardInterrupt
        return reply

    monkeypatch.setattr("builtins.input", interrupted)
    with pytest.raises(KeyboardInterrupt):
        asking.ask(path, None)
    assert "Your answers are in" in capsys.readouterr().out
    assert kept(path)["facts"]


@given(st.lists(st.text(max_size=12) | st.sampled_from(["yes", "no", "d", "b", "p", "w", "a", "c1", "14:05", "r"])))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_nothing_typed_brings_it_down(replies: list[str]) -> None:
    text = "".join(reply.replace("\n", " ") + "\n" for reply in replies)
    result = run("ask", stdin=text.encode("utf-8", "surrogatepass"))
    assert result.exit_code == 0
    assert result.stderr == ""


def test_bytes_that_are_no_text_are_a_reply_like_others() -> None:
    done = process("ask", stdin=b"14:05\n\xff\xfe\n\n\xff\n")
    assert done.returncode == 0
    assert done.stderr == b""


def test_refuses_another_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("builtins.input", lambda _: "q")
    with pytest.raises(typer.Exit):
        asking.ask(tmp_path, None)
