"""Signing in with an organisation's own directory: a real OpenID Connect provider, run on this machine."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from unittest.mock import patch

import pytest
import requests
import urllib3
from playwright.sync_api import Browser

from fingerpost.site.signin.adapters import DirectoryAdapter
from support import codes
from support.browser import DESKTOP, ROOT, Visitor
from support.service import Service, free_port, running

PATIENCE = 30.0  # seconds


@dataclass
class School:
    """The service, and the directory of one school that it is connected with."""

    service: Service
    directory: subprocess.Popen[bytes]


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[School]:
    folder = tmp_path_factory.mktemp("directory")
    port, directory_port = free_port(), free_port()
    settings = folder / "directories.json"
    entry = {
        "id": "school",
        "name": "Harbour View School",
        "organisation": "Harbour View School",
        "server": f"http://localhost:{directory_port}",
        "client_id": "fingerpost",
        "secret": "a secret between the two of them",
    }
    # The same server under another address: what it says of itself does not name that one
    impostor = entry | {"id": "impostor", "name": "Another School", "server": f"http://127.0.0.1:{directory_port}"}
    settings.write_text(json.dumps([entry, impostor]), encoding="utf-8")
    node = shutil.which("node") or str(ROOT / ".venv-node/bin/node")
    back = f"http://localhost:{port}/sign-in/with/school/back/"
    with (folder / "directory-log").open("wb") as log:
        directory = subprocess.Popen(
            [node, "tests/support/directory.mjs", str(directory_port), back], cwd=ROOT, stdout=log, stderr=log
        )
    try:
        _wait_for(f"{entry['server']}/.well-known/openid-configuration")
        with running(folder, None, port, FINGERPOST_DIRECTORIES=str(settings)) as service:
            yield School(service, directory)
    finally:
        directory.kill()
        directory.wait(PATIENCE)


@pytest.fixture
def person(school: School, browser: Browser) -> Iterator[Visitor]:
    context = browser.new_context(viewport=DESKTOP)
    visitor = Visitor(context, school.service.url)
    yield visitor
    # The directory's own pages are its own business; ours do not complain.
    assert not [complaint for complaint in visitor.complaints if "Content Security Policy" in complaint]
    context.close()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(address, timeout=5).close()  # noqa: S310
            return
        except OSError:
            assert time.monotonic() < deadline, f"{address} does not answer"
            time.sleep(0.1)


def signs_in_with_the_school(person: Visitor, name: str) -> None:
    person.goes_to("/sign-in/")
    person.presses("Sign in with Harbour View School")
    person.page.locator("[name=login]").fill(name)
    person.page.locator("[name=password]").fill("whatever the directory takes")
    with person.page.expect_navigation():
        person.page.locator("button[type=submit]").click()
    with person.page.expect_navigation(url=f"{person.url}/**"):
        person.page.locator("button[type=submit]").click()


def test_a_member_of_the_school_signs_in_and_needs_a_second_factor(school: School, person: Visitor) -> None:
    signs_in_with_the_school(person, "ben@example.org")
    assert person.heading == "Your second factor"
    person.goes_to("/sign-out/")
    person.presses("Sign out")

    # The next time, the code is asked for
    secret = school.service.give_code_app("ben@example.org")
    person.goes_to("/sign-in/")
    person.presses("Sign in with Harbour View School")
    person.page.wait_for_url(f"{person.url}/**")
    person.enters("Code", codes.lasting_code(secret, 5))
    person.presses("Go on")
    assert person.heading == "Home"
    assert "Ben Demo" in person.page.locator("header").inner_text()

    # And nothing of what the directory says of people is kept
    kept = school.service.python(
        "from allauth.socialaccount.models import SocialAccount, SocialToken\n"
        "print([account.extra_data for account in SocialAccount.objects.all()], SocialToken.objects.count())"
    )
    assert kept.strip() == "[{}] 0"


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("stranger@example.org", id="somebody without an account"),
        pytest.param("eilidh@example.org", id="a member of another organisation"),
        pytest.param("unverified-asha@example.org", id="an address that the directory does not vouch for"),
    ],
)
def test_the_schools_directory_opens_no_account_but_those_of_its_members(person: Visitor, name: str) -> None:
    signs_in_with_the_school(person, name)
    assert person.heading == "You have no access at present"
    assert "We could not find a role that you have in an organisation today" in person.text
    person.goes_to("/account/")
    assert person.heading == "Sign in"


def test_a_server_that_names_another_issuer_is_not_believed(person: Visitor) -> None:
    person.goes_to("/sign-in/")
    person.presses("Sign in with Another School")
    assert person.heading == "Your organisation’s sign-in did not answer"


def test_a_directory_is_not_followed_elsewhere() -> None:
    with (
        patch.object(requests.adapters.HTTPAdapter, "send", autospec=True, side_effect=_redirected) as sent,
        pytest.raises(requests.TooManyRedirects),
        DirectoryAdapter().get_requests_session() as session,
    ):
        session.get("https://id.example.org/")
    assert sent.call_count == 1


def _redirected(_: object, request: requests.PreparedRequest, **__: object) -> requests.Response:
    response = requests.Response()
    response.status_code = 302
    response.headers["Location"] = "https://elsewhere.example.org/"
    response.request = request
    response.url = str(request.url)
    response.raw = urllib3.HTTPResponse(body=io.BytesIO(), preload_content=False)
    return response


def test_whoever_turns_back_at_the_directory_is_told_so(person: Visitor) -> None:
    person.goes_to("/sign-in/with/school/back/?error=access_denied")
    assert person.heading == "Your organisation’s sign-in did not answer"


def test_a_directory_that_does_not_answer_is_explained(school: School, person: Visitor) -> None:
    school.directory.kill()
    school.directory.wait(PATIENCE)
    person.goes_to("/sign-in/")
    person.presses("Sign in with Harbour View School")
    assert person.heading == "Your organisation’s sign-in did not answer"
    assert person.barriers() == []
