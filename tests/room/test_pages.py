"""The pages of a room in chromium: a morning of four people, in three languages, on a phone and for a screen reader."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from browsing import axe, needs_chromium, visit
from served import Served, serving

pytestmark = needs_chromium

PAGES = {
    "DE/signatory": ("today", "offers", "plan", "ways", "round", "proposals", "people", "journal", "access"),
    "host/chair": ("today", "plan", "needs", "round", "proposals", "people", "journal"),
    "observers/observer": ("today", "plan", "round", "proposals"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("room"), writes=0) as found:
        yield found


def row(page: Any, record: str) -> Any:
    return page.locator(f'tr[data-record="{record}"]')


@pytest.mark.parametrize("who", PAGES)
def test_pages_are_accessible_and_fit(browser: Any, served: Served, who: str) -> None:
    with (
        visit(browser, served, who) as one,
        visit(browser, served, who, viewport={"width": 360, "height": 740}) as phone,
    ):
        for number, name in enumerate(PAGES[who]):
            page = one.see(name, ("en", "de", "fr")[number % 3])
            found = axe.Axe().run(page)
            assert found.violations_count == 0, found.generate_report()
            narrow = phone.see(name)
            assert narrow.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_what_is_not_for_a_role_is_no_page(browser: Any, served: Served) -> None:
    with visit(browser, served, "observers/observer") as observer:
        for name in ("offers", "needs", "people", "journal", "nothing", "record/pledge/de-hidden"):
            answer = observer.page.goto(f"{observer.base}/rooms/norland/page/{name}")
            assert answer.status == 404


def test_somebody_signs_in_where_a_link_led_to(browser: Any, served: Served) -> None:
    from served import PASSWORD

    served.person("LOR/officer", account="lorne@example.org")
    context = browser.new_context(locale="fr")
    window = context.new_page()
    window.goto(f"http://127.0.0.1:{served.port}/rooms/norland/page/journal")
    page = window.locator("#sign-in")
    page.get_by_label("Adresse électronique").fill("lorne@example.org")
    page.get_by_label("Mot de passe").fill("wrong, surely")
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_text("ne vont pas ensemble").wait_for()
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    window.get_by_role("heading", name="Journal").wait_for()
    context.close()


def test_an_invitation_is_taken_up_in_the_browser(browser: Any, served: Served) -> None:
    told = served.chair.write("POST", "/rooms/norland/members", {"delegation": "EST", "role": "signatory"})
    context = browser.new_context(locale="de")
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{served.port}/join#{told['link'].partition('#')[2]}")
    page.locator("#join").get_by_label("Name").fill("Kadri")
    page.locator("#join").get_by_label("E-Mail-Adresse").fill("kadri@example.org")
    page.locator("#join").get_by_label("Kennwort").fill("ein langes Kennwort")
    page.get_by_role("button", name="Einladung annehmen").click()
    page.get_by_role("heading", name="Heute").wait_for()
    assert "#" not in page.url
    context.close()


def test_a_morning_of_four(browser: Any, served: Served) -> None:
    with ExitStack() as stack:
        fr, de, chair, observer = (
            stack.enter_context(visit(browser, served, who))
            for who in ("FR/signatory", "DE/signatory", "host/chair", "observers/observer")
        )
        watched = observer.see("plan")
        offers = de.see("offers")
        new = row(offers, "")
        new.locator("input").nth(0).fill("de-jets")
        new.locator('[data-key="provides"]').fill("fighters")
        new.locator('[data-key="amount"]').fill("5")
        new.locator('[data-key="if"]').press_sequentially("FR and ")
        offers.get_by_text("not understood").or_(new.locator(".problems")).first.wait_for()
        new.locator('[data-key="if"]').press_sequentially("EST")
        new.locator(".said").wait_for()
        assert "Estmark" in new.locator(".said").inner_text()
        new.locator('[data-key="stage"]').select_option("signalled")
        new.locator("[data-release]").select_option('"room"')
        new.locator('[data-do="release"]').click()
        row(offers, "de-jets").wait_for()
        assert "everybody" in row(offers, "de-jets").locator(".state").inner_text()
        watched.locator("#h-who").get_by_text("Who").wait_for()
        watched.locator("#lists", has_text="Germany").wait_for()  # by the socket, without another look
        watched.locator('[data-cell="pledge:de-jets"]').wait_for(state="attached")

        # what FR drafts, DE does not see; signed from `offered` on
        french = fr.see("offers")
        new = row(french, "")
        new.locator("input").nth(0).fill("fr-jets")
        new.locator('[data-key="provides"]').fill("fighters")
        new.locator('[data-key="amount"]').fill("7")
        new.locator('[data-do="release"]').click()
        new.get_by_label("Decided by").fill("The minister")
        new.get_by_label("Letter or note").fill("NV 7/31")
        new.get_by_role("button", name="Sign and send").click()
        row(french, "fr-jets").wait_for()
        assert de.page.goto(f"{de.base}/rooms/norland/page/record/pledge/fr-jets").status == 404
        assert "The minister" in fr.see("record/pledge/fr-jets").content()

        # the chair answers, and invites
        needs = chair.see("needs")
        needs.get_by_label("Answer, de-jets").select_option("accepted")
        needs.locator("li", has_text="de-jets").get_by_role("button").click()
        needs.get_by_text("It is written.").wait_for()
        assert "accepted" in de.see("today").content()
        people = chair.see("people")
        people.get_by_label("Whom").select_option("audit/auditor")
        people.get_by_role("button", name="Invite", exact=True).click()
        people.locator("output", has_text="/join#").wait_for()


def test_the_plan_of_a_delegation_is_its_own(browser: Any, served: Served) -> None:
    with visit(browser, served, "DE/officer") as de, visit(browser, served, "LOR/officer") as lor:
        served.person("DE/officer").write(
            "PUT",
            "/rooms/norland/records/pledge/de-own-force",
            {"base": "0.0", "body": {"partner": "DE", "provides": "troops", "stage": "signalled"}, "release": []},
        )
        page = de.see("plan")
        page.goto(page.url + "&basis=mine")
        page.locator(".history").first.wait_for(state="attached")
        other = lor.see("plan")
        other.goto(other.url + "&basis=mine")
        other.locator(".history").first.wait_for(state="attached")
        assert "de-own-force" in page.content()
        assert "de-own-force" not in other.content()


def test_a_token_is_made_in_the_browser(browser: Any, served: Served) -> None:
    with visit(browser, served, "EST/signatory") as est:
        page = est.see("access")
        page.locator("[data-access=sessions] li").first.wait_for()
        page.get_by_label("Role").select_option("EST/officer")
        page.get_by_label("Ends").fill(f"{datetime.now(UTC) + timedelta(days=30):%Y-%m-%dT%H:%M}")
        page.get_by_role("button", name="Make a token").click()
        page.locator("output", has_text="this once").wait_for()
        page.locator("[data-access=tokens] li", has_text="EST/officer").get_by_role("button").click()
        page.locator("[data-access=tokens] li").wait_for(state="detached")


def test_silence_is_proposed_from_the_sheet_and_broken(browser: Any, served: Served) -> None:
    with visit(browser, served, "host/chair") as chair, visit(browser, served, "LOR/signatory") as lor:
        needs = chair.see("needs")
        air = row(needs, "air")
        air.locator('[data-key="needs"]').fill("6")
        air.locator('[data-do="propose"]').click()
        air.get_by_label("What is proposed").fill("Six aircraft will do")
        air.get_by_label("Silence until").fill("2099-01-01T12:00")
        air.locator(".beneath").get_by_role("button").click()
        needs.get_by_text("It is written.").wait_for()
        assert air.locator('[data-key="needs"]').input_value() == "5"
        watched = chair.see("proposals")
        assert "How much 5 → 6" in " ".join(watched.locator(".proposals dl").first.inner_text().split())
        assert "Six aircraft" in lor.see("today").locator("[data-part=silence]").inner_text()
        page = lor.see("proposals", "de")
        for lang in ("de", "fr"):
            page = lor.see("proposals", lang)
            assert axe.Axe().run(page).violations_count == 0
            page.set_viewport_size({"width": 360, "height": 740})
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("button", name="Donner son assentiment").click()
        watched.get_by_text("Assent: LOR").wait_for()
        page.get_by_label("Motif, que tous voient").fill("Il en faut huit")
        page.get_by_role("button", name="Rompre le silence").click()
        watched.get_by_text("Il en faut huit").wait_for()
        assert watched.locator("[data-state=broken]").count() == 1


def test_two_officers_on_one_row_choose(browser: Any, served: Served) -> None:
    with visit(browser, served, "DE/officer") as one, visit(browser, served, "DE/officer") as two:
        first, second = one.see("offers"), two.see("offers")
        new = row(first, "")
        new.locator("input").nth(0).fill("de-both")
        new.locator('[data-key="amount"]').fill("1")
        new.locator('[data-do="draft"]').click()
        row(first, "de-both").wait_for()
        second.reload()
        row(first, "de-both").locator('[data-key="amount"]').fill("2")
        row(second, "de-both").locator('[data-key="amount"]').fill("3")
        row(first, "de-both").locator('[data-do="draft"]').click()
        first.get_by_text("It is written.").wait_for()
        row(second, "de-both").locator('[data-do="draft"]').click()
        conflict = row(second, "de-both").locator(".conflict")
        conflict.wait_for()
        assert [each.inner_text() for each in conflict.locator("tbody td").all()] == ["1", "3", "2"]
        second.get_by_role("button", name="Send mine over it").click()
        second.get_by_text("It is written.").wait_for()
        assert row(second, "de-both").locator('[data-key="amount"]').input_value() == "3"


def test_a_sheet_is_pasted_and_taken_back(browser: Any, served: Served) -> None:
    with visit(browser, served, "DE/officer") as one:
        page = one.see("offers")
        first = row(page, "").first.locator("input").nth(0)
        first.focus()
        page.evaluate(
            """(text) => {
              const data = new DataTransfer();
              data.setData("text/plain", text);
              const how = {clipboardData: data, bubbles: true, cancelable: true};
              document.activeElement.dispatchEvent(new ClipboardEvent("paste", how));
            }""",
            "de-one\ttroops\t10\nde-two\tships\t2\n",
        )
        rows = row(page, "")
        assert [rows.nth(n).locator("input").nth(2).input_value() for n in range(2)] == ["10", "2"]
        first.press("Control+z")
        assert first.input_value() == ""


def test_cut_off_is_said_and_what_was_typed_is_kept(browser: Any, tmp_path: Path) -> None:
    with serving(tmp_path) as served, visit(browser, served, "DE/officer") as one:
        page = one.see("offers")
        row(page, "de-troops").locator('[data-key="amount"]').fill("2500")
        one.context.set_offline(True)
        page.evaluate("() => { const past = Date.now; Date.now = () => past() + 23_000; }")
        page.locator("#cut").wait_for(state="visible", timeout=10_000)
        row(page, "de-troops").locator('[data-do="draft"]').click()
        page.get_by_text("What you typed is kept").first.wait_for()
        one.context.set_offline(False)
        page.reload()
        assert row(page, "de-troops").locator('[data-key="amount"]').input_value() == "2500"
