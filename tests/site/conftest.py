"""Fixtures of the tests of the site."""

from __future__ import annotations

import pytest

from support.serving import service as service
from support.serving import visitor as visitor


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one running service in one process, so that it is started once (`--dist loadgroup`).

    Whole cases have a service of their own: otherwise one process would still be at it when the other has ended.
    """
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "service" in parameters:
            whole = (
                ", whole cases"
                if item.path.name.startswith(("test_journey_case", "test_pages_of", "test_choices"))
                else ""
            )
            item.add_marker(pytest.mark.xdist_group(f"service on {parameters['service']}{whole}"))
        elif item.path.name == "test_journey_directory.py":
            item.add_marker(pytest.mark.xdist_group("service with a directory"))
