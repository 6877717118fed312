"""Signing in on the word of another place (§R10.1), against a small provider."""

import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from browsing import needs_chromium
from provider import KEY, OTHER, Provider, providing
from served import Person, Served, serving

from willing.room.services import NONE, Services, services_in
from willing.room.services import Provider as Wanted
from willing.room.stores import RoomError


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Provider, Served]]:
    with providing() as provider:
        services = Services(
            oidc=Wanted(issuer=provider.issuer, client_id="room", client_secret="s", name="Foreign office")
        )
        with serving(tmp_path_factory.mktemp("oidc"), services=services) as served:
            yield provider, served


@pytest.fixture(autouse=True)
def as_it_is(places: tuple[Provider, Served]) -> Iterator[None]:
    provider, _ = places
    yield
    provider.claims, provider.key, provider.denies = {}, KEY, False


class Browser:
    """Follows a sign-in by hand: what the server sets and answers at each step."""

    def __init__(self, served: Served) -> None:
        self.port = served.port
        self.cookies: dict[str, str] = {}

    def get(self, address: str) -> tuple[int, dict[str, str], bytes]:
        its = urlsplit(address)
        connection = HTTPConnection(its.hostname or "127.0.0.1", its.port or self.port, timeout=30)
        sent = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        mine = (its.port or self.port) == self.port
        connection.request("GET", f"{its.path}?{its.query}", headers=sent if mine and self.cookies else {})
        answer = connection.getresponse()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, rest = value.partition(";")
                key, _, text = cookie.partition("=")
                self.cookies.pop(key, None)
                if "Max-Age=0" not in rest:
                    self.cookies[key] = text
        told = {name.lower(): value for name, value in answer.getheaders()}
        body = answer.read()
        connection.close()
        return answer.status, told, body

    def goes(self) -> str:
        """To the provider, and the address that it leads back to."""
        status, told, _ = self.get("/sign-in/oidc")
        assert status == 302
        status, told, _ = self.get(told["location"])
        assert status == 302
        return told["location"]

    def me(self) -> Any:
        person = Person(self.port)
        person.cookie = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return person.ask("GET", "/me")


def test_somebody_signs_in_elsewhere_and_takes_up_an_invitation(places: tuple[Provider, Served]) -> None:
    provider, served = places
    browser = Browser(served)
    back = browser.goes()
    status, told, _ = browser.get(back)
    assert (status, "text/html" in told["content-type"]) == (200, True)
    assert provider.said["client_secret"] == "s"
    assert len(browser.cookies) == 1  # what was kept for the way is gone
    assert browser.me() == (200, {"account": "anna@example.org", "memberships": []})
    invited = served.chair.write("POST", "/rooms/norland/members", {"delegation": "DE", "role": "signatory"})
    person = Person(served.port)
    person.cookie = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    status, me = person.ask("POST", "/join", {"invitation": invited["link"].partition("#")[2]})
    assert (status, me["memberships"][0]["delegation"]) == (201, "DE")
    assert Person(served.port).ask("POST", "/sign-in", {"account": "anna@example.org", "password": "x" * 20})[0] == 401
    assert browser.get(back)[0] == 401  # a code is good once, and so is what the browser kept
    provider.claims = {"email": "other@example.org"}  # who it is says `sub`, whatever the address is now
    again = Browser(served)
    again.get(again.goes())
    assert again.me()[1]["account"] == "anna@example.org"


@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"iss": "https://elsewhere.example"}, "another sign-in service"),
        ({"aud": "another"}, "meant for another server"),
        ({"aud": ["room", "another"], "azp": "another"}, "meant for another server"),
        ({"aud": None}, "meant for another server"),
        ({"nonce": "another"}, "belongs to another sign-in"),
        ({"nonce": None}, "belongs to another sign-in"),
        ({"iat": int(time.time()) - 900, "exp": int(time.time()) - 600}, "has run out"),
        ({"exp": None}, "cannot be relied on"),
        ({"sub": None}, "cannot be relied on"),
        ({"email_verified": False}, "vouches for no mail address"),
        ({"email": "nobody"}, "vouches for no mail address"),
        ({"sub": "somebody-else"}, "belongs to somebody else"),
    ],
)
def test_what_does_not_hold_is_refused(places: tuple[Provider, Served], claims: Any, code: str) -> None:
    provider, served = places
    first = Browser(served)
    first.get(first.goes())  # Anna is known
    provider.claims = claims
    browser = Browser(served)
    status, told, body = browser.get(browser.goes())
    assert (status, code in body.decode()) == (401, True), body
    assert told["content-type"] == "application/problem+json"
    assert browser.me()[0] == 401


def test_a_sign_in_is_the_browsers_that_began_it(places: tuple[Provider, Served]) -> None:
    provider, served = places
    one, other = Browser(served), Browser(served)
    back = one.goes()
    assert other.get(back)[0] == 401  # began nothing
    other.goes()
    assert other.get(back)[0] == 401  # began something else
    assert one.get(back + "&iss=https://elsewhere.example")[0] == 401
    assert one.get(back)[0] == 200
    provider.denies = True
    denied = Browser(served)
    assert b"let nobody in" in denied.get(denied.goes())[2]


def test_a_key_that_is_not_its_own(places: tuple[Provider, Served]) -> None:
    provider, served = places
    provider.key = OTHER
    browser = Browser(served)
    assert b"cannot be relied on" in browser.get(browser.goes())[2]


def test_a_provider_that_is_another_or_away(tmp_path: Path) -> None:
    with providing() as provider:
        services = Services(oidc=Wanted(issuer=provider.issuer + "/", client_id="room"))
        with serving(tmp_path, services=services) as served:
            assert b"another sign-in service" in Browser(served).get("/sign-in/oidc")[2]
    (tmp_path / "more").mkdir()
    with serving(tmp_path / "more", services=services) as served:
        assert b"does not answer" in Browser(served).get("/sign-in/oidc")[2]


def test_in_place_of_passwords(tmp_path: Path) -> None:
    services = Services(oidc=Wanted(issuer="https://id.example", client_id="room", only=True))
    with pytest.raises(AssertionError, match="not by a password"), serving(tmp_path, services=services):
        pass  # the chair joins by one


@needs_chromium
def test_in_the_browser(browser: Any, places: tuple[Provider, Served]) -> None:
    provider, served = places
    provider.claims = {"sub": "bert-1", "email": "bert@example.org"}
    invited = served.chair.write("POST", "/rooms/norland/members", {"delegation": "FR", "role": "signatory"})
    context = browser.new_context(locale="fr")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}{invited['link']}")
    page.locator("#join").get_by_role("link", name="Se connecter avec Foreign office").click()
    page.get_by_role("heading", name="Aujourd").wait_for()
    assert "code=" not in page.url
    provider.claims = {"sub": "bert-1", "email": "bert@example.org", "nonce": "another"}
    context.clear_cookies()
    page.goto(f"http://127.0.0.1:{served.port}/sign-in")
    page.locator("#sign-in").get_by_role("link", name="Foreign office").click()
    page.get_by_text("appartient à une autre connexion").wait_for()
    context.close()


def test_the_file_of_services(tmp_path: Path) -> None:
    file = tmp_path / "services.toml"
    file.write_text('[oidc]\nissuer = "https://id.example"\nclient_id = "room"\n', "utf-8")
    found = services_in(str(file)).oidc
    assert found is not None
    assert (found.issuer, found.only) == ("https://id.example", False)
    for wrong in (
        "[oidc]\nissuer = 1\n",
        "[oidc]\nissuer =",
        '[oidc]\nissuer = "http://id.example"\nclient_id = "x"\n',
        "[x]\n",
    ):
        file.write_text(wrong, "utf-8")
        with pytest.raises(RoomError):
            services_in(str(file))
    assert NONE.oidc is None
