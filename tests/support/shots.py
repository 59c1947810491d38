"""Screenshots of every page type in every language: ``python -m tests.support.shots FOLDER [--only list,release]``.

``--site http://127.0.0.1:8000`` takes them from a running newsroom with the sample instead of the demo.
"""

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from bench.weight import chromium
from dateline.text.languages import INTERFACE
from tests.support.archives.demo import demo_log
from tests.support.archives.naive import NaiveArchive
from tests.support.stand import stand

SIZES = {"phone": (390, 844), "desktop": (1280, 900), "wide": (1760, 1000)}


def pages(archive: NaiveArchive) -> dict[str, str]:
    """Return the path of each page type without its language, by name."""
    texts = archive.texts(limit=1_000_000)
    numbers = sorted({number for number, language, _, _ in texts if language == "en"})
    newest = numbers[-1]
    gone = next(n for n in range(newest, 0, -1) if getattr(archive.text(n, "en"), "state", "") == "removed")
    pictured = next(n for n in reversed(numbers) if (archive.text(n, "en") or _none()).edition.picture)
    return {
        "list": "/news",
        "filtered": "/news?office=mission-in-karvenia&office=mission-in-orvia&topic=environment&from=2021-02-01",
        "search": "/news?q=water",
        "follow": "/follow?office=mission-in-karvenia&topic=environment",
        "nothing": "/news?q=zzzz&kind=speech",
        "meant": "/news?q=Karvennia",
        "page": "/news?page=3",
        "release": f"/news/{pictured}",
        "corrected": f"/news/{newest}",
        "gone": f"/news/{gone}",
        "office": "/offices/strait-monitoring-mission",
        "closed": "/offices/mission-in-orvia",
        "topic": "/topics/environment",
        "offices": "/offices",
        "topics": "/topics",
        "404": "/news?office=nobody",
    }


def _none() -> Any:
    raise LookupError


def main() -> None:
    """Take the screenshots."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--only", default="", help="page types, parted by commas")
    asked.add_argument("--languages", default=",".join(INTERFACE))
    asked.add_argument("--sizes", default="phone,desktop")
    asked.add_argument("--dark", action="store_true")
    asked.add_argument("--print", action="store_true")
    asked.add_argument("--whole", action="store_true", help="the whole page instead of the first screens")
    asked.add_argument("--site", default="")
    given = asked.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    archive = NaiveArchive(demo_log().records)
    with nullcontext(given.site) if given.site else stand(archive) as address, chromium() as browser:
        for size in given.sizes.split(","):
            width, height = SIZES[size]
            page = browser.new_page(viewport={"width": width, "height": height})
            page.emulate_media(
                color_scheme="dark" if given.dark else "light", media="print" if given.print else "screen"
            )
            for name, path in pages(archive).items():
                if given.only and name not in given.only.split(","):
                    continue
                for language in given.languages.split(","):
                    page.goto(f"{address}/{language}{path}", wait_until="networkidle")
                    target = given.folder / f"{name}-{language}-{size}{'-dark' if given.dark else ''}.png"
                    if given.whole:
                        page.screenshot(path=target, full_page=True)
                    else:
                        page.set_viewport_size({"width": width, "height": height * 2})
                        page.screenshot(path=target)


if __name__ == "__main__":
    main()
