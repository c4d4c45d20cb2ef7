"""Fixtures of the tests of the API."""

from __future__ import annotations

import pytest

from support.serving import service as service


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of one running service in one process, so that it is started once."""
    for item in items:
        parameters = getattr(getattr(item, "callspec", None), "params", {})
        if "api" in item.path.parts and "service" in parameters:
            item.add_marker(pytest.mark.xdist_group(f"service on {parameters['service']}"))
