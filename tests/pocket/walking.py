"""Somebody who walks through the service's guide and the pocket guide at once, and compares every page."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from difflib import ndiff
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

from django.test import Client

RUNNER = Path(__file__).with_name("walking.mjs")

Sent = list[tuple[str, str]]


@dataclass
class Form:
    """A form of a page: where it goes, and its fields, each with its kind, name, values to choose from, and value."""

    action: str
    fields: list[tuple[str, str, str, bool]] = field(default_factory=list)


class Shown(HTMLParser):
    """What a page says to somebody: its words, links and fields, in order. Places are named as the service does."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.forms: list[Form] = []
        self.muted = 0
        self.inside = False
        self.feed(page)
        self.words = [word for text in self.said for word in text.split()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "main":
            self.inside = True
        if tag in ("option", "input", "button") and self.forms and given.get("name") != "csrfmiddlewaretoken":
            kind = given.get("type", tag)
            on = "checked" in given or "selected" in given
            self.forms[-1].fields.append((kind, given.get("name", ""), given.get("value", ""), on))
            name, value = given.get("name", ""), given.get("value", "").replace(" ", "_")
            self.said.append(f"<{tag}:{kind}:{name}:{value}:{on}:{given.get('id', '')}>")
        if tag == "select":
            self.forms[-1].fields.append((tag, given["name"], "", False))
        if tag == "form":
            self.forms.append(Form(given.get("action", "")))
        if tag == "a" and self.inside and given.get("href", "").startswith(("/guide", "#/guide")):
            self.said.append(f"<a:{place(given['href'])}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "main":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.said.append(data)


def place(address: str) -> str:
    """Return an address of either as `guide/question/2?rest=1`."""
    path, _, query = address.removeprefix("#").partition("?")
    return path.strip("/") + (f"?{query}" if query else "")


class Pocket:
    """The pocket guide under Node."""

    def __init__(self, module: Path) -> None:
        self.process = subprocess.Popen(
            ["node", RUNNER, module], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def page(self, address: str, sent: Sent | None, now: datetime, *, anew: bool = False) -> dict[str, Any]:
        asked = {"address": address, "sent": sent, "now": int(now.timestamp()), "anew": anew}
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def close(self) -> None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait()


_OURS = [
    re.compile(r"For where there is no network: .*?on this device\."),
    re.compile(r"Do you want to record a concern, or look at one\?.*?answers afterwards\."),
    re.compile(r"<summary.*?What happens to what you say here.*?</details>", re.S),
    re.compile(r"<li><a[^>]*>Download the plan.*?names no child\)</li>", re.S),
    re.compile(r"<li><a[^>]*>Sign in and record this concern</a>, without typing it again</li>"),
    re.compile(r"<li><button[^>]*data-print.*?</li>", re.S),
]


def shown(page: str) -> Shown:
    """Return what both have to say alike: signing in, recording and taking away are the service's own."""
    for own in _OURS:
        page = own.sub("", page)
    return Shown(page)


class Walk:
    """One visit to both, with chance's answers. `pages` counts the pages that were compared."""

    def __init__(self, pocket: Pocket, random: Random, now: datetime) -> None:
        self.pocket, self.random, self.now = pocket, random, now
        self.client = Client()
        self.pages = 0

    def walk(self) -> None:
        """Go from the first page to the plan and about."""
        to = self.goes("guide", anew=True)
        for _ in range(12):
            to = self.goes(to)
            if self.random.random() < 0.35:
                to = self.random.choice(["guide/people", "guide/aware", "guide/since", "guide/answers", "guide"])
        self.look("guide/plan")
        self.look("guide/answers")

    def goes(self, to: str, *, anew: bool = False) -> str:
        """Look at a page, send one of its forms, and return where that leads."""
        page = self.look(to, anew=anew)
        if isinstance(page, str):
            return page
        forms = [one for one in page.forms if "start-again" not in one.action]
        if not forms:
            return "guide/question/1?rest=1" if self.random.random() < 0.5 else self.random.choice(self.links(page))
        form = forms[-1] if self.random.random() < 0.8 else self.random.choice(forms)
        sent = self.answers(form)
        address = place(form.action) or to
        path, _, query = address.partition("?")
        response = self.client.post(f"/{path}/{'?' + query if query else ''}", _data(sent))
        answer = self.pocket.page(f"#/{address}", sent, self.now)
        if response.status_code == 302:
            assert place(answer.get("to", "no way on")) == place(response["Location"]), (to, sent)
            return place(response["Location"])
        self.compare(response.content.decode(), answer, to, sent)
        return to if self.random.random() < 0.5 else "guide/plan"

    def look(self, to: str, *, anew: bool = False) -> Shown | str:
        """Look at a page of both; where they lead on at once, return where."""
        path, _, query = to.partition("?")
        response = self.client.get(f"/{path}/{'?' + query if query else ''}")
        answer = self.pocket.page(f"#/{to}", None, self.now, anew=anew)
        if response.status_code == 302:
            assert place(answer.get("to", "no way on")) == place(response["Location"]), to
            return place(response["Location"])
        return self.compare(response.content.decode(), answer, to, None)

    def compare(self, page: str, answer: dict[str, Any], to: str, sent: Sent | None) -> Shown:
        here, there = shown(page), shown(answer["html"])
        differ = (
            [line for line in ndiff(here.words, there.words) if line[0] in "+-"] if here.words != there.words else []
        )
        assert not differ, (to, sent, differ[:20], [one for one in differ if one[0] == "+"][:30])
        self.pages += 1
        return here

    def links(self, page: Shown) -> list[str]:
        found = [re.sub(r"^<a:|>$", "", one) for one in page.said if one.startswith("<a:guide")]
        return [
            one.partition("#")[0] for one in found if "leave" not in one and "record" not in one and "plan." not in one
        ]

    def answers(self, form: Form) -> Sent:
        """Answer a form by chance, sometimes wrongly."""
        sent: Sent = []
        chance = self.random
        radios: dict[str, list[str]] = {}
        for kind, name, value, _ in form.fields:
            if kind == "hidden" or (kind == "checkbox" and chance.random() < 0.12):
                sent.append((name, value))
            elif kind == "radio":
                radios.setdefault(name, []).append(value)
            elif kind == "text":
                sent.append((name, self.text(name)))
        sent += [(name, chance.choice(values)) for name, values in radios.items() if chance.random() < 0.85]
        if any(kind == "select" for kind, *_ in form.fields):
            sent.append(("to", chance.choice([value for kind, _, value, _ in form.fields if kind == "option"])))
        if any(name == "enough" for _, name, _, _ in form.fields) and chance.random() < 0.1:
            sent.append(("enough", "1"))
        return sent

    def text(self, name: str) -> str:
        chance = self.random
        day = self.now - timedelta(days=chance.choice([0, 0, 1, 2, 9, 40]))
        if name.endswith(("children", "adults")):
            return chance.choice(["", "", "1", "2", "3", "17", "two", " 2 ", "1000"])
        if name.endswith("years"):
            return chance.choice(["", "12", "13", "15", "17", "18", "x", "016"])
        if name.endswith("clock"):
            return chance.choice(["", f"{day:%H:%M}", "9.30", "0105", "2pm", "12 am", "25:00", "7:5", "noon"])
        if name.endswith("_2") and "born" in name:
            return chance.choice(["", "2010", "2014", "2009", "1990", "2031", "20"])
        if name.endswith("_0"):
            return chance.choice([str(day.day), str(day.day), str(day.day), "31", "x", ""])
        if name.endswith("_1"):
            return chance.choice([str(day.month), str(day.month), str(day.month), "13", "2"])
        return str(day.year)


def _data(sent: Sent) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    return data
