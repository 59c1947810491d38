"""The website in Chromium: accessible, usable by keyboard, without JavaScript, and on the narrowest phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from dateline.text.languages import INTERFACE
from tests.support.archives.demo import demo_log
from tests.support.archives.naive import NaiveArchive
from tests.support.shots import pages
from tests.support.stand import stand

pytestmark = pytest.mark.browser

ARCHIVE = NaiveArchive(demo_log(40).records)
PAGES = pages(ARCHIVE)
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
}


@pytest.fixture(scope="module")
def address():
    with stand(ARCHIVE) as served:
        yield served


def faults(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{fault['id']}: {node['target']} {node['failureSummary']}" for fault in found for node in fault["nodes"]]


def test_the_check_finds_a_fault_that_is_there(page, address):
    page.goto(f"{address}/en/news")

    page.evaluate("document.querySelector('.card-lead').style.color = '#bbb'")

    assert any("color-contrast" in fault for fault in faults(page))


@pytest.mark.parametrize("language", INTERFACE)
@pytest.mark.parametrize("name", sorted(PAGES))
def test_every_page_meets_wcag_by_day_and_by_night_wide_and_narrow(page, address, name, language):
    """The narrowest width is that of WCAG 2.2, 1.4.10 Reflow."""
    desktop = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(f"{address}/{language}{PAGES[name]}")
    assert page.evaluate("document.documentElement.scrollWidth") == 320

    page.set_viewport_size(desktop)
    found = faults(page)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 844})

    assert found + faults(page) == []


@pytest.mark.parametrize("language", INTERFACE)
def test_the_search_field_says_whole_what_it_is_for(page, address, language):
    page.goto(f"{address}/{language}{PAGES['offices']}")

    left = page.eval_on_selector(
        "#find",
        """field => {
            const drawn = document.createElement("canvas").getContext("2d"), style = getComputedStyle(field);
            drawn.font = style.font;
            const around = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
            return field.clientWidth - around - drawn.measureText(field.placeholder).width;
        }""",
    )
    assert left >= 0


@pytest.mark.parametrize("size", [(412, 24), (360, 32)])
@pytest.mark.parametrize("language", INTERFACE)
def test_nothing_has_to_be_scrolled_sideways_with_large_letters_on_a_phone(page, address, language, size):
    """WCAG 2.2, 1.4.4 Resize Text: the browser's own size of letters."""
    width, letters = size
    page.set_viewport_size({"width": width, "height": 800})
    session = page.context.new_cdp_session(page)
    session.send("Page.enable")
    session.send("Page.setFontSizes", {"fontSizes": {"standard": letters, "fixed": letters}})

    for name in ("list", "page", "search", "corrected", "offices", "follow", "404"):
        page.goto(f"{address}/{language}{PAGES[name]}")
        assert page.evaluate("document.documentElement.scrollWidth") == width, name
        assert narrow_headlines(page) == [], name


def narrow_headlines(page):
    """Headlines with less than ten letters' room beside a picture, which break inside words."""
    return page.eval_on_selector_all(
        ".card-headline",
        "all => all.filter(one => one.clientWidth < 10 * 16 && one.clientWidth < one.closest('.card').clientWidth)"
        ".map(one => one.textContent)",
    )


@pytest.mark.parametrize("language", INTERFACE)
def test_letters_that_the_page_makes_twice_as_large_stay_in_a_phone(page, address, language):
    """WCAG 2.2, 1.4.4 Resize Text: a style of the reader's, which no media query sees."""
    page.set_viewport_size({"width": 390, "height": 844})
    for name in ("list", "release", "corrected", "office", "search"):
        page.goto(f"{address}/{language}{PAGES[name]}")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate("document.documentElement.scrollWidth") == 390, name
        assert narrow_headlines(page) == [], name


def test_pages_keep_the_strictest_policy_and_say_nothing_on_the_console(page, address):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))

    for name in ("list", "release", "office", "topics"):
        page.goto(f"{address}/en{PAGES[name]}", wait_until="networkidle")

    assert said == []


def test_the_skip_link_is_first_and_leads_to_the_content(page, address):
    page.goto(f"{address}/en/news")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_a_link_before_the_results_leads_the_keyboard_to_the_filters_beside_them(page, address):
    page.goto(f"{address}/en/news")
    page.locator(".find-go").focus()

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "to-filters"
    assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 60
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.name") == "kind"


def test_the_section_of_a_page_is_told_apart_in_the_readers_own_colours(browser, address):
    context = browser.new_context(forced_colors="active")
    page = context.new_page()
    page.goto(f"{address}/en/offices")

    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    colours = page.eval_on_selector_all(
        ".sections a", "links => links.map(link => getComputedStyle(link).borderBottomColor)"
    )
    assert [colour != ground for colour in colours] == [False, True, False]
    context.close()


def test_filters_work_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/en/news")

    page.check("input[name=kind][value=statement]")
    page.check("input[name=kind][value=speech]")
    page.fill("#find", "the")
    page.click(".filter-go button")

    assert page.url == f"{address}/en/news?q=the&kind=speech&kind=statement"
    assert page.locator(".chip").count() == 3
    page.locator(".chip").first.click()
    assert page.url == f"{address}/en/news?kind=speech&kind=statement"
    context.close()


def test_filters_open_and_close_on_a_phone_without_javascript(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/en/news")
    assert not page.locator("#filters").is_visible()

    page.click(".to-filters")
    assert page.locator("#filters").is_visible()
    page.click(".filter-close")

    assert not page.locator("#filters").is_visible()
    context.close()


def test_at_fourfold_zoom_the_keyboard_stays_in_the_filters_that_cover_the_page(page, address):
    """WCAG 2.2, 2.4.11 Focus Not Obscured: 1280 pixels at 400 % are 320."""
    page.set_viewport_size({"width": 320, "height": 256})
    page.goto(f"{address}/en/news")
    page.locator(".to-filters").focus()
    page.keyboard.press("Enter")

    met = []
    for _ in range(80):
        page.keyboard.press("Tab")
        at = "document.activeElement.closest('.filter') ? 'filter' : document.activeElement.tagName"
        met.append(page.evaluate(at))
    assert met[:20] == ["filter"] * 20
    assert set(met) <= {"filter", "BODY"}, "behind the last one the browser's own"

    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "to-filters"


def test_a_filter_answers_at_once_keeps_the_focus_and_tells_the_number(page, address):
    page.goto(f"{address}/en/news")
    page.locator("input[name=kind][value=statement]").focus()

    page.keyboard.press("Space")
    page.wait_for_url("**/en/news?kind=statement")

    assert page.evaluate("[document.activeElement.name, document.activeElement.value]") == ["kind", "statement"]
    assert page.locator("#said").inner_text() == page.locator("#count").inner_text()
    assert page.locator(".chip").count() == 1
    page.go_back()
    page.wait_for_selector(".chip", state="detached")
    assert not page.is_checked("input[name=kind][value=statement]")


def test_other_languages_and_feeds_follow_a_filter_that_answers_at_once(page, address):
    page.goto(f"{address}/en/news")
    page.check("input[name=kind][value=statement]")
    page.wait_for_url("**/en/news?kind=statement")

    assert page.get_attribute("head link[type='application/atom+xml']", "href") == "/en/news.atom?kind=statement"
    page.click(".languages a[lang=fr]")

    page.wait_for_url("**/fr/news?kind=statement")


def test_the_focus_stays_in_the_filters_when_a_value_is_gone(page, address):
    page.goto(f"{address}/en/news?q=zzzz&kind=statement")
    page.locator("input[name=kind]").focus()

    page.keyboard.press("Space")
    page.wait_for_url("**/en/news?q=zzzz")

    assert page.evaluate("document.getElementById('filters').elements.namedItem(document.activeElement.name) !== null")


def test_days_in_the_wrong_order_are_said_where_they_stand(page, address):
    page.goto(f"{address}/en/news?kind=statement")
    page.fill("#from", "2024-06-01")
    page.fill("#until", "2023-01-01")

    page.click(".filter-go button")
    page.check("input[name=kind][value=speech]")

    assert page.url == f"{address}/en/news?kind=statement"
    assert page.evaluate("document.querySelector('#until').validationMessage") != ""
    page.fill("#until", "2024-07-01")
    page.click(".filter-go button")
    page.wait_for_url("**/en/news?kind=speech&kind=statement&from=2024-06-01&until=2024-07-01")


def test_suggestions_can_be_reached_by_keyboard(page, address):
    page.goto(f"{address}/en/news")
    page.locator("#find").press_sequentially("miss")
    page.wait_for_selector("[role=option]")

    assert page.get_attribute("#find", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    chosen = page.get_attribute("#find", "aria-activedescendant")
    assert page.get_attribute(f"#{chosen}", "aria-selected") == "true"
    assert faults(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/offices/**")


def test_escape_closes_suggestions_and_enter_searches_for_what_was_typed(page, address):
    page.goto(f"{address}/en/news")
    page.locator("#find").press_sequentially("mission")
    page.wait_for_selector("[role=option]")

    page.keyboard.press("Escape")
    assert not page.locator(".hints").is_visible()
    page.keyboard.press("Enter")

    page.wait_for_url("**/en/news?q=mission")


@pytest.mark.parametrize("language", ["en", "ar"])
def test_paper_shows_the_text_and_nothing_to_click(page, address, language):
    page.goto(f"{address}/{language}{PAGES['release']}")
    page.emulate_media(media="print")

    for selector in (".sections", ".find", ".foot", ".related", ".neighbours", ".languages", ".for-press"):
        assert not page.locator(selector).first.is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator(".address").is_visible()


def test_paper_shows_wide_tables_whole(page, address):
    page.goto(f"{address}/en{PAGES['release']}")
    cells = "".join(f"<td>12,345,{number}</td>" for number in range(100, 114))
    page.eval_on_selector(
        ".prose", "(prose, cells) => { prose.innerHTML = `<table><tr>${cells}</tr></table>`; }", cells
    )
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 658, "height": 900})  # what A4 leaves between its margins

    assert page.evaluate("document.querySelector('.prose table').scrollWidth") <= 658
    last = page.evaluate("document.querySelector('.prose td:last-child').getBoundingClientRect().right")
    assert last <= 658
