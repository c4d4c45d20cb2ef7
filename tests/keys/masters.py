"""Other master keys than the tests' own, for a while."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from unittest.mock import patch

from fingerpost.keys import services
from fingerpost.keys.masters import FILE_VARIABLE, VARIABLE


@contextmanager
def with_masters(environ: Mapping[str, str]) -> Iterator[None]:
    """Let the process start anew, as far as its master keys go, with these in the environment."""
    kept = {name: value for name, value in os.environ.items() if name not in (VARIABLE, FILE_VARIABLE)}
    with patch.dict(os.environ, {**kept, **environ}, clear=True):
        services.master_keys.cache_clear()
        try:
            yield
        finally:
            services.master_keys.cache_clear()
