"""The OpenAPI document held against the running service by schemathesis: every phase and every check."""

from __future__ import annotations

import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from support.service import Service

HERE = Path(__file__).parent


@pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")
def test_schemathesis_finds_nothing(service: Service, tmp_path: Path) -> None:
    document = f"{service.url}/api/1/openapi.json"
    with urllib.request.urlopen(document) as answer:  # noqa: S310 - our own service
        assert b'"openapi": "3.1' in answer.read(40)
    ran = subprocess.run(
        [
            str(Path(sys.executable).parent / "schemathesis"),
            *("--config-file", str(HERE / "schemathesis.toml")),
            *("run", document, "--checks", "all", "--max-examples", "8", "--seed", "20"),
            *("--generation-deterministic", "--no-color", "--continue-on-failure"),
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=200,
    )
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    assert "5 selected / 5 total" in ran.stdout, ran.stdout
