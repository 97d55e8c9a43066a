"""The form in a real browser: by keyboard, at both widths, with and without its script."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DESKTOP, PHONE, overflow

pytestmark = pytest.mark.browser

HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>' onfocus='alert(1) \u202e"


def type_in(page, **fields: str) -> None:
    """By keyboard alone, field by field from the first."""
    page.locator("#exporter").focus()
    for name in ("exporter", "destination", "rating"):
        assert page.evaluate("document.activeElement.id") == name
        page.keyboard.type(fields[name])
        page.keyboard.press("Tab")
    page.locator("#rating").focus()
    page.keyboard.press("Enter")


def quiet(seen, address: str) -> bool:
    return not (seen.console or seen.dialogs) and all(
        asked.startswith(address) for asked in seen.requests
    )


@pytest.mark.parametrize(
    ("viewport", "script"),
    [(PHONE, True), (DESKTOP, True), (PHONE, False)],
    ids=["phone", "desktop", "phone without the script"],
)
def test_an_application_is_filled_in_by_keyboard(
    visit, axe, address: str, viewport, script: bool
) -> None:
    """Three fields, then question after question; an answer changes the result, and is changed."""
    seen = visit(address, viewport=viewport)
    if not script:
        # The page's own script is not loaded; the test still looks with scripts of its own.
        seen.page.route("**/live.js", lambda route: route.fulfill(body=""))
        seen.page.reload()
    page = seen.page
    type_in(page, exporter="NL", destination="SA", rating="ML6.a")
    page.wait_for_selector("#next-title")
    headline = page.locator(".headline")
    assert headline.inner_text().startswith("Review under criteri")
    assert page.locator(".transfer").inner_text().startswith("Netherlands → Saudi Arabia")
    asked = page.locator(".question").first.inner_text()
    control = page.locator("#next select, #next input[type=radio]").first
    control.focus()
    # The arrows choose in a list and among radio buttons alike.
    page.keyboard.press("ArrowDown")
    page.locator("#next button.main").focus()
    page.keyboard.press("Enter")
    page.locator("#answered select").wait_for()
    assert page.locator(".question").first.inner_text() != asked
    assert page.locator("#answered select").count() == 1
    page.locator("#destination").fill("NO")
    page.keyboard.press("Enter")
    page.locator(".transfer", has_text="Norway").wait_for()
    assert headline.inner_text()
    assert page.locator("strong", has_text="No trigger is not permission.").first.is_visible()
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert axe(page) == []
    assert overflow(page) <= 0
    assert quiet(seen, address), seen


def test_the_result_follows_a_change_by_itself(visit, address: str) -> None:
    """With the script, without any button; the page stays where it is."""
    seen = visit(address)
    page = seen.page
    type_in(page, exporter="NL", destination="SA", rating="ML6.a")
    page.wait_for_selector("#next-title")
    page.locator("#destination").fill("Finland")
    page.keyboard.press("Tab")
    page.locator(".transfer", has_text="Finland").wait_for()
    assert "stays inside" in page.locator(".answer").inner_text()
    assert page.evaluate("document.activeElement.id") == "rating"
    assert page.locator("#status").inner_text() == page.locator(".headline").inner_text()
    assert quiet(seen, address), seen


def test_enter_takes_no_near_name(visit, address: str) -> None:
    """Only its own button does."""
    seen = visit(address)
    page = seen.page
    type_in(page, exporter="Congo", destination="SA", rating="ML6.a")
    page.wait_for_selector(".candidates button")
    page.locator("#exporter").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.locator("#exporter").input_value() == "Congo"
    page.locator(".candidates button").first.click()
    page.wait_for_selector("#next-title")
    assert page.locator("#exporter").input_value() == "DR Congo"


def test_the_report_opens_and_the_files_are_saved(visit, address: str) -> None:
    """The report in a page of its own, application and result as files."""
    seen = visit(address + "?language=nl")
    page = seen.page
    type_in(page, exporter="NL", destination="SA", rating="ML6.a")
    page.wait_for_selector("#take-away fieldset")
    for number, name in ((1, "application.yaml"), (2, "result.json")):
        with page.expect_download() as saved:
            page.locator("#take-away fieldset button").nth(number).click()
        assert saved.value.suggested_filename == name
    with page.context.expect_page() as opened:
        page.locator("#take-away fieldset button").first.click()
    report = opened.value
    report.wait_for_selector("#rest")
    assert report.locator("html").get_attribute("lang") == "nl"
    style = "getComputedStyle(document.querySelector('.answer')).borderLeftStyle"
    assert report.evaluate(style) == "solid"
    assert quiet(seen, address), seen


def test_hostile_words_do_nothing(visit, address: str) -> None:
    """No dialog, no element of theirs, nothing fetched from elsewhere."""
    seen = visit(address, viewport=PHONE)
    page = seen.page
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    page.locator("#reference").fill(HOSTILE[:60].replace("\u202e", ""))
    page.locator("#route").fill(HOSTILE)
    type_in(page, exporter="NL", destination="SA", rating=HOSTILE.replace("\u202e", ""))
    page.wait_for_selector("#problems-title")
    assert page.locator("img, iframe, object, base, [onerror], [onfocus], [style]").count() == 0
    assert page.locator("script").count() == 1
    assert overflow(page) <= 0
    assert quiet(seen, address), seen
