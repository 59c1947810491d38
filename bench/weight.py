"""Measure the first load of pages on a phone: ``python -m bench.weight --home var``.

Chromium loads each page for the first time with Lighthouse's mobile profile: 412 × 823 at 1.75, a processor slowed four
times, 1.6 Mbit/s and a round trip of 150 ms. Each page is loaded with 150 ms before each response, and again with 562
ms and nine tenths of the bandwidth, which Lighthouse applies to include name resolution, connection and encryption. The
score is computed with Lighthouse's curves. The largest paint replaces the speed index, which is never later than it.
"""

import argparse
import contextlib
import math
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from bench.servers import get, public

PHONE = {"viewport": {"width": 412, "height": 823}, "device_scale_factor": 1.75, "is_mobile": True, "has_touch": True}
LINES = {"150 ms": (150.0, 1_638.4 * 1024 / 8), "562 ms": (150 * 3.75, 1_638.4 * 1024 / 8 * 0.9)}
"""(Delay before each response in ms, bytes a second) of each simulated connection, by name."""

SLOWER = 4
_CURVES = {
    "fcp_ms": (0.10, 1_800, 3_000),
    "si_ms": (0.10, 3_387, 5_800),
    "lcp_ms": (0.25, 2_500, 4_000),
    "tbt_ms": (0.30, 200, 600),
    "cls": (0.25, 0.1, 0.25),
}
"""(Weight, value that scores 0.9, value that scores 0.5) of each metric. Source: Lighthouse 12, mobile."""

_NINE_TENTHS = 0.9061938024368232  # erfinv(0.8)
_LISTEN = """
window.seen = {cls: 0, lcp: 0, tbt: 0, shifted: []};
const watch = (type, deed) =>
  new PerformanceObserver(all => all.getEntries().forEach(deed)).observe({type, buffered: true});
const said = one => one.node ? (one.node.outerHTML || one.node.nodeName).slice(0, 80) : '';
watch('layout-shift', one => { seen.cls += one.value; seen.shifted.push(...one.sources.map(said)); });
watch('largest-contentful-paint', one => { seen.lcp = one.startTime; });
watch('longtask', one => { seen.tbt += Math.max(0, one.duration - 50); });
"""
"""Script that records the metrics. It counts all layout shifts, also those that Chromium attributes to user input.

Nobody touches the page, but setting the size of the phone counts as input for half a second.
"""

_ASK = """() => ({...seen,
  fcp: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  blocking: performance.getEntriesByType('resource')
    .filter(one => one.renderBlockingStatus === 'blocking').map(one => one.name),
  unsized: [...document.images].filter(one => !one.getAttribute('width') || !one.getAttribute('height'))
    .map(one => one.outerHTML)})"""
_TITLES = ("", "bytes", "no pictures", "FCP ms", "LCP ms", "TBT ms", "CLS", "blocking", "score", "median")


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """The measurements of one first load.

    Attributes:
        sizes: bytes as sent, with headers, by address.
        blocking: addresses that block rendering.
        unsized: pictures without width and height.
        shifted: the beginning of the HTML of each element that moved.
    """

    sizes: dict[str, int]
    fcp_ms: float
    lcp_ms: float
    tbt_ms: float
    cls: float
    blocking: list[str]
    unsized: list[str]
    shifted: list[str]

    @property
    def scripts_blocking(self) -> list[str]:
        """The scripts that block rendering."""
        return [address for address in self.blocking if address.endswith(".js")]

    @property
    def score(self) -> float:
        """The score by Lighthouse's curves, 0 to 100."""
        values = msgspec.structs.asdict(self) | {"si_ms": max(self.fcp_ms, self.lcp_ms)}
        return 100 * sum(weight * points(values[name], most, half) for name, (weight, most, half) in _CURVES.items())


def points(value: float, nine_tenths: float, half: float) -> float:
    """Return the points of a value, 1 at best, on the curve through 0.9 and 0.5. Source: Lighthouse, log-normal."""
    if value <= 0:
        return 1.0
    return (1 - math.erf(math.log(value / half) * _NINE_TENTHS / math.log(half / nine_tenths))) / 2


def weigh(
    browser: Any,
    address: str,
    *,
    line: str = "150 ms",
    scroll: bool = False,
    prepare: Callable[[Any], None] = lambda _: None,
) -> Weighed:
    """Load a page for the first time.

    Args:
        browser: a started Chromium.
        address: of the page.
        line: a key of ``LINES``.
        scroll: whether to scroll to the end, so that lazy pictures are loaded.
        prepare: called with the page object before the page is loaded.
    """
    latency_ms, bytes_s = LINES[line]
    context = browser.new_context(**PHONE)
    page = context.new_page()
    tools = context.new_cdp_session(page)
    sizes, names = {}, {}
    tools.on("Network.requestWillBeSent", lambda told: names.update({told["requestId"]: told["request"]["url"]}))
    tools.on(
        "Network.loadingFinished",
        lambda told: sizes.update({names[told["requestId"]]: int(told["encodedDataLength"])}),
    )
    tools.send("Network.enable")
    limits = {"latency": latency_ms, "downloadThroughput": bytes_s, "uploadThroughput": bytes_s / 2}
    tools.send("Network.emulateNetworkConditions", {"offline": False, **limits})
    tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.add_init_script(_LISTEN)
    prepare(page)
    page.goto(address, wait_until="networkidle")
    _wait_for_paint(page)
    told = page.evaluate(_ASK)
    first = dict(sizes)
    if scroll:
        for _ in range(40):
            page.mouse.wheel(0, 600)
            page.wait_for_timeout(50)
        page.wait_for_load_state("networkidle")
        told |= {name: page.evaluate(f"seen.{name}") for name in ("cls", "shifted")}
    context.close()
    names = {"fcp": "fcp_ms", "lcp": "lcp_ms", "tbt": "tbt_ms"}
    return Weighed(sizes=first, **{names.get(name, name): value for name, value in told.items()})


def _wait_for_paint(page: Any) -> None:
    for _ in range(200):  # not by wait_for_function, which needs eval, and pages forbid that
        if page.evaluate("() => seen.lcp && performance.getEntriesByName('first-contentful-paint').length"):
            return
        page.wait_for_timeout(50)
    sys.exit(f"Nothing was painted of {page.url}.")


@contextmanager
def chromium(*arguments: str) -> Iterator[Any]:
    """Start a headless Chromium with further arguments."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only who weighs needs a browser

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--headless=new", *arguments]
        )
        try:
            yield browser
        finally:
            browser.close()


def pages_of(port: int) -> dict[str, str]:
    """Return the pages to weigh by name: the front page, a list and a release with a picture, in two directions."""
    found = {}
    for language in ("en", "ar"):
        found[f"{language} front"] = f"/{language}/news"
        found[f"{language} list"] = f"/{language}/news?page=2"
        body = get(port, f"/{language}/news", encoding="identity")[1].decode()
        for path in re.findall(rf'href="(/{language}/news/[0-9]+/[^"]+)"', body):
            if "<figure" in get(port, path, encoding="identity")[1].decode():
                found[f"{language} release"] = path
                break
    return found


def main() -> None:
    """Measure the pages and print the table."""
    options = argparse.ArgumentParser(prog="python -m bench.weight", description=__doc__)
    options.add_argument("--home", type=Path, default=Path("var"))
    options.add_argument("--times", type=int, default=5, help="loads of each page; the least disturbed one is shown")
    given = options.parse_args()
    if not (given.home / "archive" / "manifest.json").exists():
        sys.exit(f"There is no archive in {given.home}; `make run` makes one.")
    print(_line(_TITLES))
    with public(given.home) as server, chromium() as browser:
        for name, path in pages_of(server.port).items():
            address = f"http://127.0.0.1:{server.port}{path}"
            get(server.port, path)
            for line in LINES:
                loads = [weigh(browser, address, line=line) for _ in range(given.times)]
                print(_line((f"{name}, {line}", *_cells(loads))), flush=True)


def _cells(loads: list[Weighed]) -> Iterator[str]:
    best = max(loads, key=lambda load: load.score)  # other work of the machine only makes a load slower
    yield f"{sum(best.sizes.values()):,}"
    yield f"{sum(size for address, size in best.sizes.items() if '/media/' not in address):,}"
    yield from (f"{value:,.0f}" for value in (best.fcp_ms, best.lcp_ms, best.tbt_ms))
    yield f"{max(load.cls for load in loads):.3f}"
    yield str(max(len(load.scripts_blocking) for load in loads))
    yield f"{best.score:.1f}"
    yield f"{statistics.median(load.score for load in loads):.1f}"


def _line(cells: tuple[str, ...]) -> str:
    name, *rest = cells
    return f"{name:20}" + "".join(f"{cell:>12}" for cell in rest)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
