"""One case in a real browser: filled in, compared, saved, opened again and compared with then."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.browser.conftest import DESKTOP, PHONE, overflow
from tests.facts.lists.made import made

pytestmark = pytest.mark.browser

DENIALS = """\
reference,state,date,destination,end_user,rating
DN-7,FR,2026-03-02,SA,Royal Example Forces,ML6.a
"""


def fill(page, **fields: str) -> None:
    """Fields by id, whatever part of the form they are in."""
    for name, text in fields.items():
        page.locator(f"[id='{name.replace('__', '-')}']").fill(text)


def opened(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")


@pytest.mark.parametrize(
    ("viewport", "script"),
    [(DESKTOP, True), (PHONE, True), (PHONE, False)],
    ids=["desktop", "phone", "phone without the script"],
)
def test_a_case_of_several_goods_and_parties(
    visit, axe, address: str, tmp_path: Path, viewport, script: bool
) -> None:
    """Two items, three parties, denials and a list; saved, and the same when opened again."""
    denials = tmp_path / "denials.csv"
    denials.write_text(DENIALS, encoding="utf-8")
    seen = visit(address, viewport=viewport)
    page = seen.page
    if not script:
        page.route("**/live.js", lambda route: route.fulfill(body=""))
        page.reload()
    opened(page)
    fill(page, exporter="NL", destination="SA", rating="ML6.a", as_of="2026-11-24",
         description="armoured vehicles", quantity="12", value="24m EUR",
         exporter_name="Vehicles BV", end_user_name="Royal Example Forces",
         row__items__0__rating="ML22.a", row__items__0__description="manuals",
         row__parties__0__name="Testco Global Mining", row__parties__0__country="AE",
         route="DE, EG")  # fmt: skip
    page.locator("#row-parties-0-role").select_option("broker")
    page.locator("#file-denials").set_input_files(denials)
    page.locator("#file-lists").set_input_files(made(tmp_path, "un.xml"))
    page.locator("button.main").first.click()
    page.locator("#result .headline").wait_for()
    page.locator("#text-denials").wait_for(state="attached")
    opened(page)
    fill(page, row__parties__1__name="Second Broker", row__parties__1__country="CH")
    page.locator("#row-parties-1-role").select_option("agent")
    page.locator("button.main").first.click()
    page.locator("#row-parties-2-name").wait_for(state="attached")
    result = page.locator("#result").inner_text()
    assert "DN-7" in result
    assert "KPe.900" in result
    opened(page)
    assert axe(page) == []
    assert overflow(page) <= 0
    files = {}
    for number, name in ((1, "application.yaml"), (2, "result.json")):
        with page.expect_download() as saved:
            page.locator("#take-away fieldset button").nth(number).click()
        files[name] = tmp_path / name
        saved.value.save_as(files[name])
    document = yaml.safe_load(files["application.yaml"].read_text(encoding="utf-8"))
    assert [one["rating"] for one in document["items"]] == ["ML6.a", "ML22.a"]
    assert [one["name"] for one in document["intermediaries"]] == [
        "Testco Global Mining", "Second Broker",
    ]  # fmt: skip
    page.goto(f"{address}case")
    assert axe(page) == []
    assert overflow(page) <= 0
    page.locator("#file-case").set_input_files(files["application.yaml"])
    page.locator("#file-last").set_input_files(files["result.json"])
    page.locator("button.main").click()
    page.locator("#result .headline").wait_for()
    assert page.locator("#row-parties-1-name").input_value() == "Second Broker"
    assert page.locator("#value").input_value() == "24000000 EUR"
    # The lists and the denials are not in the case: without them the answer is another one.
    assert "DIFFERS" in page.locator("#result").inner_text()
    page.goto(f"{address}case")
    for name, file in (
        ("case", files["application.yaml"]), ("last", files["result.json"]),
        ("denials", denials), ("lists", made(tmp_path, "un.xml")),
    ):  # fmt: skip
        page.locator(f"#file-{name}").set_input_files(file)
    page.locator("button.main").click()
    page.locator("#result", has_text="decision: the same").wait_for()
    assert "SAME" in page.locator("#result").inner_text()
    assert not seen.console
    assert all(asked.startswith(address) for asked in seen.requests)


def test_several_answers_at_once_by_keyboard(visit, address: str) -> None:
    """Each question says what its answers would change; none chosen says so."""
    page = visit(address).page
    fill(page, exporter="NL", destination="SA", rating="ML6.a")
    page.keyboard.press("Enter")
    page.locator("#next-title").wait_for()
    assert page.evaluate("document.activeElement.id") == "next-title"
    questions = page.locator("#next fieldset")
    assert questions.count() == 5
    assert page.locator("#next summary", has_text="What an answer would change").count()
    page.locator("#next button.main").click()
    page.locator("#next [role=alert]").wait_for()
    for number in (0, 1):
        control = questions.nth(number).locator("select, input[type=radio]").first
        control.focus()
        page.keyboard.press("ArrowDown")
    page.locator("#next button.main").press("Enter")
    page.locator("#answered select").nth(1).wait_for(state="attached")
    assert page.locator("#answered select").count() == 2


def test_the_rating_of_a_product(visit, axe, address: str) -> None:
    """Found by words, taken by a button, and nothing is screened before."""
    page = visit(address, viewport=PHONE).page
    opened(page)
    fill(page, find="night vision goggles")
    page.locator("button[name=only]").click()
    page.locator(".candidates button").first.wait_for()
    assert page.locator("#problems").inner_text() == ""
    assert axe(page) == []
    page.locator(".candidates button", has_text="ML15.c").click()
    page.locator(".candidates").wait_for(state="detached")
    assert page.locator("#rating").input_value() == "ML15.c"


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["en", "nl"])
def test_every_page_can_be_used_by_all(visit, axe, address: str, viewport, language: str) -> None:
    """The form empty, faulty and answered, the saved case, a country, an error, the report."""
    seen = visit(f"{address}?language={language}", viewport=viewport)
    page = seen.page

    def checked(what: str) -> None:
        opened(page)
        assert axe(page) == [], what
        assert overflow(page) <= 0, what

    checked("empty form")
    fill(page, exporter="NL", destination="Congo", rating="ML6.z", row__items__0__rating="x")
    page.locator("button.main").first.click()
    page.locator("#problems-title").wait_for()
    checked("faulty form")
    fill(page, destination="SA", rating="ML6.a", row__items__0__rating="ML22.a")
    page.locator("button.main").first.click()
    page.locator("#next-title").wait_for()
    page.locator("#next button.main").click()
    page.locator("#next [role=alert]").wait_for()
    checked("answered form")
    with page.context.expect_page() as report:
        page.locator("#take-away fieldset button").first.click()
    report.value.wait_for_load_state()
    assert axe(report.value) == [], "report"
    for path in ("case", "countries/SA", "countries/Nowhere"):
        page.goto(f"{address}{path}?language={language}")
        checked(path)
    page.goto(f"{address}case?language={language}")
    page.locator("#saved-case").fill("x: [")
    page.locator("button.main").click()
    page.locator(".problems").wait_for()
    checked("faulty case")
