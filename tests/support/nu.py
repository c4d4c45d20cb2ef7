"""The Nu HTML Checker over pages: all of them in one process of Java."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from support import day

_JAR = Path(__file__).resolve().parents[2] / "node_modules/vnu-jar/build/dist/vnu.jar"


def errors(pages: Mapping[str, str], folder: Path) -> list[str]:
    """Return what is wrong with pages, by their addresses, each error of a page once."""
    named = {f"{number:04}.html": address for number, address in enumerate(pages)}
    for name, address in named.items():
        (folder / name).write_text(pages[address], encoding="utf-8")
    java = f"{os.environ['JAVA_HOME']}/bin/java" if os.environ.get("JAVA_HOME") else "java"
    done = subprocess.run(
        [java, "-jar", _JAR, "--errors-only", "--exit-zero-always", "--format", "json", "--stdout", folder],
        capture_output=True,
        text=True,
        env=day.outside(),
        check=True,
    )
    found = json.loads(done.stdout)["messages"]
    assert done.stderr == ""
    return sorted({f"{named[Path(one['url']).name]}: {one['message']} {one.get('extract', '')[:200]}" for one in found})
