"""The pocket guide as one HTML file: styles and script compressed in it, and a policy that lets nothing else in."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from fingerpost.pocket.data import Entry, pocket_data
from fingerpost.pocket.templates_as_js import templates_as_js
from fingerpost.procedure.errors import PackError, Problem
from fingerpost.procedure.pack.model import Pack
from fingerpost.proof.javascript import javascript

PAGES = (
    "guide/answers.html",
    "guide/aware.html",
    "guide/events.html",
    "guide/people.html",
    "guide/question.html",
    "manual/contents.html",
    "manual/search.html",
    "manual/section.html",
    "manual/sources.html",
    "pocket/about.html",
    "pocket/directory.html",
    "pocket/plan.html",
    "pocket/start.html",
    "pocket/too-old.html",
)
PARTS = ("templates", "explaining", "guide", "forms", "pages", "browser")
"""The files of the runtime, in the order in which they are put together."""

_PACKAGE = Path(__file__).resolve().parents[1]
STYLES = (_PACKAGE / "web" / "built" / "fingerpost.css", _PACKAGE.parents[1] / "build" / "frontend" / "fingerpost.css")
"""Where the service's styles are: in an installed package, and in a checkout."""

_BOOT = """\
(function () {
  var payload = document.getElementById("payload").textContent;
  if (typeof DecompressionStream !== "function" || typeof BigInt !== "function") return;
  if (!Object.hasOwn || !Array.prototype.at) return;
  var bytes = Uint8Array.from(atob(payload), function (sign) { return sign.charCodeAt(0); });
  var unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  new Response(unpacked).text().then(function (text) {
    var parts = text.split("\\u0000");
    var style = document.createElement("style");
    style.textContent = parts[0];
    document.head.append(style);
    var script = document.createElement("script");
    script.type = "module";
    script.textContent = parts[1];
    document.head.append(script);
  });
})();
"""


@dataclass(frozen=True, slots=True)
class PocketPage:
    """The page, not signed yet, and its content security policy."""

    html: str
    policy: str


def pocket_page(
    pack: Pack,
    made: datetime,
    directory: Sequence[Entry] = (),
    key_name: str = "",
    worker: str = "",
    manifest: str = "",
) -> PocketPage:
    """Return the page. `made`: when. `key_name`: the key that will sign it.

    `worker`, `manifest`: addresses, where it is a page of the service that can be installed. Raises PackError for
    a pack that cannot be exported, or where the front end is not built.
    """
    style = _styles()
    script = pocket_script(pack, made, directory, key_name, worker)
    payload = b64encode(zlib.compress(f"{style}\0{script}".encode(), 9)).decode("ascii")
    policy = (
        f"default-src 'none'; script-src {_hash(_BOOT)} {_hash(script)}; style-src {_hash(style)}; "
        "base-uri 'none'; form-action 'none'"
    )
    policy += "; worker-src 'self'; manifest-src 'self'; img-src 'self'" if worker else ""
    link = f'<link rel="manifest" href="{manifest}">\n' if manifest else ""
    template = files("fingerpost.pocket").joinpath("pocket.html").read_text(encoding="utf-8")
    values = {"policy": policy, "title": pack.title, "link": link, "payload": payload, "boot": _BOOT}
    return PocketPage(re.sub(r"\{\{ (\w+) \}\}", lambda found: values[found[1]], template), policy)


def pocket_script(
    pack: Pack, made: datetime, directory: Sequence[Entry] = (), key_name: str = "", worker: str = ""
) -> str:
    """Return its script: the exported module, and what makes pages of its answers. Raises PackError."""
    runtime = files("fingerpost.pocket") / "runtime"
    data = pocket_data(pack, made, directory, key_name, worker)
    parts = [
        f"const MORE = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n",
        templates_as_js(PAGES, {"layout.html": "pocket/layout.html"}),
        *((runtime / f"{name}.js").read_text(encoding="utf-8") for name in PARTS),
    ]
    inside = "\n".join([*parts, "return { page };"])
    return f"{javascript(pack).decode()}\nexport const pocket = (() => {{\n{inside}\n}})();\n"


def _styles() -> str:
    """Return the service's styles without what names a file: nothing may be loaded."""
    built = next((one for one in STYLES if one.is_file()), None)
    if built is None:
        raise PackError([Problem("fingerpost.css", "the front end is not built", "Run script/frontend.")])
    return re.sub(r"url\((?!data:)[^)]*\)", "none", built.read_text(encoding="utf-8-sig"))


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode('ascii')}'"
