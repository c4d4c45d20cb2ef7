"""Radio buttons and check boxes as people meet them: each is chosen by a click on its words, and has a name of its own.

`Crawl` finds the pages that have any by following links; `wrong_on` tries all choices of the page that is open.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from django.urls import resolve
from django.urls.exceptions import Resolver404
from playwright.sync_api import CDPSession

from support.browser import Visitor

_UUID = re.compile(r"(UUID\(')?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}('\))?")
# Of pages with choices whose addresses differ in nothing but the rows that they name, so many are opened: as one of a
# child, and one of an adult.
_ALIKE = 2
# One form each, of which only the questions differ.
_ONE_FORM = {"answer_facts", "risk_heading", "manual_section", "procedure_provision", "subject_items"}


class Found(HTMLParser):
    """What a page has: links, the names of its choices, and ids, each as often as it is there."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.choices: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link, an id, a choice."""
        given = dict(attrs)
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if given.get("id"):
            self.ids.append(str(given["id"]))
        if tag == "input" and given.get("type") in ("radio", "checkbox"):
            self.choices.add(_UUID.sub("*", str(given.get("name"))))


class Kind(NamedTuple):
    """What addresses of one kind of page have in common: all but the rows that they name."""

    route: str
    told: str
    asked: str


def kind(address: str) -> Kind | None:
    """Return of which kind an address is; None: it is none of the service."""
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    told = "" if match.url_name in _ONE_FORM else _UUID.sub("*", str(match.kwargs))
    return Kind(str(match.url_name), told, _UUID.sub("*", parts.query))


class Crawl:
    """Everything that people reach by links, from some addresses."""

    def __init__(self) -> None:
        self.routes: set[str] = set()
        self.texts: dict[str, str] = {}
        self._opened: dict[Kind, int] = defaultdict(int)
        self._bare: set[Kind] = set()
        self._tried: set[tuple[str, frozenset[str]]] = set()

    def pages(self, person: Visitor, starts: Iterable[str], leave: Collection[str]) -> Iterator[str]:
        """Yield the address of each page with choices that no page before it had. `leave`: routes not opened.

        Links are followed to what nobody has opened before.
        """
        first = list(dict.fromkeys(starts))
        waiting, seen = deque(first), set()
        while waiting:
            address = waiting.popleft()
            what = kind(address)
            if what is None or what.route in leave or address in seen or (address not in first and self._knows(what)):
                continue
            seen.add(address)
            answer = person.context.request.get(person.url + address)
            here = answer.url.removeprefix(person.url)
            arrived = kind(here)
            if answer.status != 200 or "text/html" not in answer.headers["content-type"] or arrived is None:
                continue
            page = Found(answer.text())
            self.routes |= {what.route, arrived.route}
            self._opened[what] += 1
            self._bare |= set() if page.choices else {what}
            self.texts[here] = answer.text()
            there = (urljoin(person.url + here, link).partition("#")[0] for link in page.links)
            waiting += [one.removeprefix(person.url) for one in there if one.startswith(person.url + "/")]
            shape = (arrived.route, frozenset(page.choices))
            if page.choices and shape not in self._tried:
                self._tried.add(shape)
                yield here

    def opens(self, person: Visitor) -> None:
        """Note the page that is open, as the server sends it: where it answered a form, it is not asked for again."""
        here = person.address
        if here not in self.texts and (what := kind(here)) is not None:
            self.routes.add(what.route)
            answer = person.context.request.get(person.url + here)
            if answer.status == 200 and answer.url == person.url + here:
                self.texts[here] = answer.text()

    def fragments(self) -> list[str]:
        """Return the links that lead to no place on a page that was read."""
        ids = {here: set(Found(text).ids) for here, text in self.texts.items()}
        wrong = []
        for here, text in self.texts.items():
            for link in Found(text).links:
                there, _, fragment = urljoin(here, link).partition("#")
                if fragment and unquote(fragment) not in ids.get(there, {unquote(fragment)}):
                    wrong.append(f"{here} → {link}")
        return sorted(wrong)

    def _knows(self, what: Kind) -> bool:
        """Whether enough pages of a kind were opened. What somebody left unfinished is the page that it was."""
        return "draft=" in what.asked or what in self._bare or self._opened[what] >= _ALIKE


# ---- a page, as people and their helpers meet it ---------------------------------------------------------------------

# What is closed is opened, and nothing is chosen. The words of a choice are those of the label beside it.
_BEGIN = r"""() => {
  for (const closed of document.querySelectorAll("details:not([open])")) closed.open = true;
  window.choices = [...document.querySelectorAll("input[type=radio], input[type=checkbox]")];
  for (const choice of window.choices) choice.checked = false;
  const words = (element) => (element?.textContent ?? "").replace(/\s+/g, " ").trim();
  return window.choices.map((choice) => {
    const labels = choice.parentElement.querySelectorAll("label");
    const legend = words(choice.closest("fieldset")?.querySelector("legend"));
    return {words: labels.length === 1 ? words(labels[0]) : "", legend, id: choice.id};
  });
}"""
# Where the words of a choice are on the screen, after the choices before it have been tried where it is not shown yet;
# what is chosen, and what has to be after a click.
_BEFORE = """(n) => {
  const label = window.choices[n].parentElement.querySelector("label");
  const words = document.createRange();
  words.selectNodeContents(label);
  const shown = () => [...words.getClientRects()].find((one) => one.width > 2 && one.height > 2);
  for (let before = n - 1; before >= 0 && !shown(); before--) window.choices[before].click();
  label.scrollIntoView({block: "center", behavior: "instant"});
  const box = shown();
  const it = window.choices[n];
  const alike = (one) => one.type === "radio" && one.name === it.name && one.form === it.form;
  return {
    place: box ? [box.left + box.width / 2, box.top + box.height / 2] : null,
    right: window.choices.map((one, at) => at === n || (one.checked && !alike(one))),
  };
}"""
_AFTER = "() => window.choices.map((choice) => choice.checked)"


def wrong_on(person: Visitor) -> list[str]:
    """Click the words of every choice on the page that is open, and return what is wrong with any."""
    page, session = person.page, person.context.new_cdp_session(person.page)
    session.send("Accessibility.enable")
    choices: list[dict[str, str]] = page.evaluate(_BEGIN)
    wrong, names = [], []
    for number, choice in enumerate(choices):
        before = page.evaluate(_BEFORE, number)
        if not choice["words"] or before["place"] is None:
            wrong.append(f"{choice['id'] or number} has no words beside it")
            continue
        page.mouse.click(*before["place"])
        after = page.evaluate(_AFTER)
        said = f"“{choice['words']}” of “{choice['legend']}”"
        if after != before["right"]:
            chosen = [one["legend"] + ": " + one["words"] for one, is_so in zip(choices, after, strict=True) if is_so]
            wrong.append(f"after a click on the words {said} these are chosen: {chosen}")
        names.append(_name(session, number))
        if names[-1][0] != choice["words"]:
            wrong.append(f"{said} is called “{names[-1][0]}”")
    wrong += [f"several are called {name}" for name in sorted({name for name in names if names.count(name) > 1})]
    return [f"{person.address}: {one}" for one in wrong]


def _name(session: CDPSession, number: int) -> tuple[str, ...]:
    """Return the name of a choice in the accessibility tree, and the names of what it is in: its group, its part."""
    found = session.send("Runtime.evaluate", {"expression": f"window.choices[{number}]"})["result"]
    nodes = session.send("Accessibility.getAXNodeAndAncestors", {"objectId": found["objectId"]})["nodes"]
    names = (" ".join(str(node.get("name", {}).get("value", "")).split()) for node in nodes)
    return tuple(name for at, name in enumerate(names) if name or at == 0)


# ---- what an error leads to ------------------------------------------------------------------------------------------

# The forms whose groups of choices can be answered wrongly, by the names of the groups: a box alone has no wrong value.
_GROUPS = """() => [...document.querySelectorAll("form[method=post]")].map((form) => [...new Set(
  [...form.querySelectorAll("fieldset input[type=radio], fieldset input[type=checkbox]")].map((choice) => choice.name)
)])"""
_ANSWER_WRONGLY = """([n, names]) => {
  const form = document.querySelectorAll("form[method=post]")[n];
  for (const name of names) {
    const first = [...form.elements].find((one) => one.name === name && ["radio", "checkbox"].includes(one.type));
    first.value = "no such answer";
    first.checked = true;
  }
  form.requestSubmit(form.querySelector("button:not([type=button])"));
}"""
_LED_TO = """() => [...document.querySelectorAll(".govuk-error-summary__list a")].map((link) => {
  const there = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  const first = [...(there?.form?.elements ?? [])].find((one) => one.name === there.name);
  return {said: link.textContent.trim(), isThere: there !== null, name: there === first ? there.name : null};
})"""


def wrong_errors_on(person: Visitor) -> list[str]:
    """Send each form of the page that is open with an answer that is none, and return where its errors mislead."""
    address, wrong = person.address, []
    for number, names in enumerate(person.page.evaluate(_GROUPS)):
        if not names:
            continue
        person.goes_to(address)
        with person.page.expect_navigation():
            person.page.evaluate(_ANSWER_WRONGLY, [number, names])
        led = person.page.evaluate(_LED_TO)
        wrong += [f"{address}: “{one['said']}” leads nowhere" for one in led if not one["isThere"]]
        missed = set(names) - {one["name"] for one in led}
        wrong += [f"{address}: no error leads to the first choice of {name}" for name in sorted(missed)]
    return wrong
