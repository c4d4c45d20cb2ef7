"""Lives of a concern from its first telling to its end, by people of different organisations, on both databases.

A further subject is a file beside this one, with a class of rules: it is named in `Whole`.
`script/campaign lives` draws many more and longer ones.
"""

from __future__ import annotations

import os

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from access import scene
from access.anywhere import Anywhere
from lives.agreeing import Agreeing
from lives.arresting import Arresting
from lives.assessing import Assessing
from lives.closing import Closing
from lives.life import Ground
from lives.meeting import Convening
from lives.referring import Referring
from lives.telling import Telling

LIVES = {"sqlite": (3, 16), "postgresql": (1, 6)}
"""How many are lived in the test run, and how many steps each has at most."""


class Whole(Telling, Convening, Agreeing, Assessing, Arresting, Referring, Closing):
    """Everything that can become of a concern."""


@pytest.mark.parametrize("anywhere", ["sqlite"], indirect=True)
def test_lives(anywhere: Anywhere) -> None:
    class Here(Whole):
        """Each life begins on what the scene laid, and leaves nothing."""

        ground = Ground(anywhere.acting, anywhere.serving, anywhere.laying)

        def __init__(self) -> None:
            self.life = transaction.atomic()
            self.life.__enter__()
            super().__init__()

        def teardown(self) -> None:
            try:
                super().teardown()
            finally:
                transaction.set_rollback(True)
                self.life.__exit__(None, None, None)

    live(Here, "sqlite")


@pytest.mark.parametrize("anywhere", ["postgresql"], indirect=True)
def test_lives_where_the_database_watches_too(anywhere: Anywhere, request: pytest.FixtureRequest) -> None:
    guarded = request.getfixturevalue("guarded")

    class Here(Whole):
        """Each life begins on an empty database."""

        ground = Ground(anywhere.acting, anywhere.serving, anywhere.laying)

        def __init__(self) -> None:
            guarded.empty()
            with anywhere.laying():
                scene.make()
            super().__init__()

    live(Here, "postgresql")


def live(machine: type[RuleBasedStateMachine], vendor: str) -> None:
    """Live as many lives as were asked for: few in the test run, more in a campaign."""
    examples, steps = LIVES[vendor]
    if asked := os.environ.get("FINGERPOST_LIVES"):
        examples, steps = int(asked) if vendor == "sqlite" else max(1, int(asked) // 20), 30
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=not asked,
            print_blob=bool(asked),
            # A life that fails is told as it was: to look for a shorter one takes longer than to read it.
            phases=(Phase.generate,),
            suppress_health_check=list(HealthCheck),
        ),
    )
