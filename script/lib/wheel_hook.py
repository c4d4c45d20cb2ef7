"""Puts the built front end into a wheel: where Fingerpost is installed there is no Node to build it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEnd(BuildHookInterface[Any]):
    """A wheel without its styles and scripts would start and look broken: it is not built."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add what `script/frontend` built. Raises RuntimeError where it has not been run."""
        if version == "editable":
            return
        built = Path(self.root, "build", "frontend")
        if not (built / "stamp").is_file():
            raise RuntimeError("The front end is not built: run script/frontend, then build the wheel again.")
        for path in sorted(built.iterdir()):
            if path.name != "stamp":
                build_data["force_include"][str(path)] = f"fingerpost/web/built/{path.name}"
