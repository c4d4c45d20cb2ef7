"""The ledger's pages for everybody: no barrier, 320 pixels, no scripts; a journey through them."""

from __future__ import annotations

import pytest

from support.browser import NARROW, MakeVisitor
from support.service import Service

pytestmark = pytest.mark.parametrize("service", ["sqlite"], indirect=True, scope="session")


def test_an_auditor_reads_the_ledger(service: Service, visitor: MakeVisitor) -> None:
    """Given an auditor on a narrow screen without scripts, when she filters the ledger, then she reads sentences."""
    isla = visitor(java_script_enabled=False)
    isla.has_signed_in(service, "isla@example.org")
    isla.follows("Ledger")
    assert "Isla Demo, signed in, " in isla.text
    isla.page.set_viewport_size(NARROW)
    assert isla.width() <= NARROW["width"]
    isla.enters("Person", "nobody of that name")
    isla.presses("Show")
    assert "Nobody here has that name or address" in isla.text
    isla.enters("Person", "isla")
    isla.presses("Show")
    assert "Isla Demo, auditor, Wexmouth Safeguarding Partnership, looked at the ledger, " in isla.text
    assert isla.width() <= NARROW["width"]


def test_the_pages_have_no_barrier(service: Service, visitor: MakeVisitor) -> None:
    isla = visitor()
    isla.has_signed_in(service, "isla@example.org")
    barriers = []
    for address in ("/ledger/", "/ledger/?person=nobody+of+that+name", "/account/looks/"):
        isla.goes_to(address)
        barriers += isla.barriers()
    code = "with acting('asha@example.org'): print(making.account().concern.pk)"
    concern = service.python(f"from record import making\nfrom record.marked import acting\n{code}").split()[-1]
    asha = visitor()
    asha.has_signed_in(service, "asha@example.org")
    asha.goes_to(f"/concerns/{concern}/looks/")
    assert "Asha Demo, practitioner, Harbour View School, opened this concern, " in asha.text
    assert asha.barriers() + barriers == []
    asha.page.set_viewport_size(NARROW)
    assert asha.width() <= NARROW["width"]
