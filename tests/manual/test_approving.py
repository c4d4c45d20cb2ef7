"""A second officer's page: words, meaning and the partnership's own concerns, in counts that tell of nobody."""

from __future__ import annotations

import re
from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from access import worlds
from access.anywhere import Anywhere
from duties import making
from fingerpost.access.clock import today
from fingerpost.access.services.concerns import involve_organisation
from fingerpost.manual import tasks, withheld, words_changed
from fingerpost.manual.models import ConcernCount
from fingerpost.manual.services import concern_counts, meaning, own_impact, publishing
from fingerpost.procedure.pack.library import load_pack
from fingerpost.procedure.pack.reading import pack_from
from manual.officers import NEW, OLD, RULES, draft, second
from manual.test_publishing import client_of

SHIPPED = load_pack("e-safety@2017")
RULE = "2.1-refer-content"
FACTS = {"youth_produced_imagery": True, "violent_or_developmentally_unusual": True}


def concerns(anywhere: Anywhere, number: int) -> list[str]:
    """Let a teacher record so many concerns, which the council receives; return their references."""
    with anywhere.acting("teacher"):
        made = [making.concern(timezone.now() - timedelta(days=1), **FACTS) for _ in range(number)]
        for concern in made:
            involve_organisation(concern.pk, worlds.name("council"))
    return [concern.reference for concern in made]


def test_a_second_officer_reads_what_changes_and_no_concern(anywhere: Anywhere) -> None:
    officer = second(anywhere)
    references = concerns(anywhere, 6)
    one = draft(anywhere, in_force=today() + timedelta(days=1))
    with anywhere.acting("policy"):
        text = publishing.newest_of(one).files[RULES]
        before, _, after = text.partition(f"id: {RULE}\n")
        publishing.save(one, RULES, f"{before}id: {RULE}\n{after.replace(OLD, NEW, 1)}", after=1, now=timezone.now())
        newest = publishing.newest_of(one)
    page = f"/procedures/drafts/{one.pk}/approve/"
    with anywhere.serving():
        client = client_of(officer)
        shown = client.get(page).content.decode()
        assert "Count it" in shown
        # The meaning, in sentences that differ; the words, each side with its own.
        assert "By when: the same day before, 1 working day from the day reported now" in shown
        said = re.findall(r"<li>(?:Before|Now): (.*?)</li>", shown)
        assert len(said) == 2
        assert len(set(said)) == 2
        assert "<del>same_day</del>" in shown
        assert "<ins>working_days:1</ins>" in shown
        with mock.patch.object(type(tasks.count_impact), "enqueue") as enqueue:
            assert client.post(f"/procedures/drafts/{one.pk}/count/").status_code == 302
            client.post(f"/procedures/drafts/{one.pk}/count/")
        assert enqueue.call_count == 1  # while it is counted it is not asked for again
        shown = client.get(page).content.decode()
        assert "Being counted" in shown
        assert "data-waits" in shown
        assert "Count it" not in shown
    with anywhere.serving():
        tasks.count_impact.func(*enqueue.call_args.args)
        shown = client.get(page).content.decode()
    assert "A duty would change in <strong>5 to 9</strong> of 5 to 9 concerns" in shown
    row = re.search(rf"{RULE}</span></th>.*?</tr>", shown, re.DOTALL)
    assert row is not None
    assert "Would get another date" in row[0]
    assert "5 to 9" in row[0]
    assert not [reference for reference in references if reference in shown]
    with anywhere.acting(officer):
        rows = list(ConcernCount.objects.all())
        assert rows[-1].found == {"looked_at": 5, "affected": 5, "rules": {RULE: {"moves": 5}}}
        assert {row.by_id for row in rows} == {worlds.name(officer)}
        assert newest.digest.removeprefix("sha256:") in rows[-1].of


def test_how_strongly_is_a_change_too(anywhere: Anywhere) -> None:
    concerns(anywhere, 5)
    files = {name: text for name, text in publishing.shipped_files("e-safety@2017").items() if name != "checks.yaml"}
    before, _, after = files[RULES].partition(f"id: {RULE}\n")
    new = pack_from({**files, RULES: f"{before}id: {RULE}\n{after.replace('modality: must', 'modality: should', 1)}"})
    with anywhere.acting("policy"):
        asked = concern_counts.begin(own_impact.WHAT, own_impact.key(SHIPPED, new))
    with anywhere.serving():
        done = own_impact.count(asked, SHIPPED, new)
    assert done.found["rules"] == {RULE: {"strength": 5}}
    (line,) = own_impact.told(done, SHIPPED, new).duties
    assert (line.rule, line.is_duty, dict(line.counts)) == (RULE, True, {"strength": 5})


def test_fewer_than_five_are_kept_nowhere(anywhere: Anywhere) -> None:
    concerns(anywhere, 4)
    files = {name: text for name, text in publishing.shipped_files("e-safety@2017").items() if name != "checks.yaml"}
    before, _, after = files[RULES].partition(f"id: {RULE}\n")
    new = pack_from({**files, RULES: f"{before}id: {RULE}\n{after.replace(OLD, NEW, 1)}"})
    with anywhere.acting("policy"):
        asked = concern_counts.begin(own_impact.WHAT, own_impact.key(SHIPPED, new))
    with anywhere.serving():
        own_impact.count(asked, SHIPPED, new)
    with anywhere.acting("policy"):
        done = concern_counts.finished(own_impact.WHAT, own_impact.key(SHIPPED, new))
    assert done is not None
    assert done.found == {"looked_at": withheld.told(done.found["looked_at"]), "affected": 0, "rules": {}}


@pytest.mark.parametrize("count", range(5))
def test_nothing_tells_how_few_there_are(count: int) -> None:
    assert withheld.in_words(withheld.told(count)) == "fewer than 5"
    assert withheld.in_words(withheld.told(1235 + count)) == "1,235 to 1,239"


def test_what_differs_in_words_is_all_of_it_and_nothing_more() -> None:
    old = "# Rules\n\nid: one\nby: same_day\nwhen: it is so\n\nid: two\nwhen: it is so\n"
    new = "# Rules\n\nid: one\nby: the next day\nwhen: it is so\n\nid: two\nwhen: it is not so\n"
    (file,) = words_changed.changed({"a.md": old, "b.md": old}, {"a.md": new, "b.md": old})
    assert file.file == "a.md"
    for side, whole in (("old", old), ("new", new)):
        for place in file.places:
            assert "".join(text for _, text in getattr(place, side)) in whole
    assert [place.within for place in file.places] == ["one", "two"]
    assert [text for place in file.places for differs, text in place.old if differs] == ["same_day"]
    assert [text.strip() for place in file.places for differs, text in place.new if differs] == ["the next day", "not"]
    (added, removed) = words_changed.changed({"a.md": old}, {"b.md": old})
    assert (added.only, removed.only) == ("added", "removed")


def test_a_rule_that_is_new_or_gone_is_told_with_a_case() -> None:
    later = load_pack("e-safety@2026")
    told = {one.rule: one for one in meaning.changes(SHIPPED, later)}
    for rule in set(SHIPPED.provisions) ^ set(later.provisions):
        one = told[rule]
        nothing = "There is no such rule."
        assert one.how == ("added" if rule in later.provisions else "removed")
        for case in one.cases:
            assert (case.before == nothing) == (one.how == "added")
            assert (case.now == nothing) == (one.how == "removed")
