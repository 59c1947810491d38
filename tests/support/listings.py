"""Listing pages made up in the forms that real content systems give them, all with the same ten items."""

import datetime as dt

TITLES = (
    "Attorney General Doe Sues Landlord Over Unsafe Elevators in Harbor Towers",
    "Court Blocks Fee Increase for Ferry Riders After State Lawsuit",
    "AG Doe: Parents Should Check Recalled Cribs",
    "Three Sentenced in Statewide Catalytic Converter Ring",
    "Attorney General Doe Joins 21 States in Defense of Clean Water Rule",
    "Doe Announces $4.2 Million Settlement With Solar Seller",
    "Statement on the Supreme Court Decision in Miller v. Ames",
    "Consumer Alert: Storm Repair Scams on the Rise",
    "Grand Jury Indicts Former Treasurer of Little League",
    "Doe Names New Chief of the Elder Justice Unit",
)
SUMMARIES = (
    "AUSTIN – Attorney General Jane Doe has filed suit against the owner of Harbor Towers, alleging unsafe elevators.",
    "A state judge today blocked a 40 percent fee increase that ferry riders would have paid from March 1, 2026.",
    "Two brands of cribs sold online were recalled this week, and parents should check the label below the mattress.",
    "The ring stole more than 600 catalytic converters in eleven counties, prosecutors said.",
    "The coalition argues that the rule protects the drinking water of 117 million people.",
    "Under the settlement, 2,310 homeowners will get their deposits back.",
    "“Today’s decision leaves families without a remedy,” Attorney General Doe said.",
    "After last week’s storm, the office received 84 complaints about roofers who took deposits and left.",
    "The former treasurer is accused of taking $61,000 from the league’s accounts over four seasons.",
    "Maria Lopez, a prosecutor for 17 years, will lead the unit from February 16.",
)
DAYS = tuple(
    dt.date(2026, month, day)
    for month, day in ((2, 11), (2, 11), (2, 10), (2, 9), (2, 6), (2, 6), (2, 5), (2, 3), (1, 30), (1, 28))
)
PATHS = tuple(f"/news/releases/item-{number}" for number in range(10))
BASE = "https://ag.example.gov"

HEAD = f"""<!DOCTYPE html><html lang="en"><head><title>News | Attorney General</title>
<link rel="canonical" href="{BASE}/news/releases"></head><body>
<a href="#main" class="visually-hidden">Skip to main content</a>
<div id="cookies"><p>We use cookies to improve this website and need your consent.</p><button>Accept all</button></div>
<header><nav><ul><li><a href="/">Home</a></li><li><a href="/news">News releases and more information</a></li></ul></nav>
<p>An official website of the State</p></header>
<main id="main"><div class="region"><h1>News Releases</h1><form><input name="q"><button>Search</button></form>"""
FOOT = """<p>Displaying 1 - 10 of 3283</p>
<ul class="pager"><li><a href="?page=0">1</a></li><li><a href="?page=1">2</a></li>
<li><a href="?page=1">Next ›</a></li></ul>
</div></main><footer><p>Office of the Attorney General, 100 Main Street</p>
<p>Contact us by phone at 555-0100 for any question you may have.</p>
<ul><li><a href="/privacy">Privacy policy of this site</a></li></ul><p>© 2026 State</p></footer></body></html>"""
TEXT_HEAD = "Skip to main content\nNews Releases\nSearch by keywords\n"
TEXT_FOOT = "1 2 3 4 ... 97 Next\nContact\nOffice of the Attorney General\nPrivacy policy\n"


def long(on: dt.date) -> str:
    return f"{on:%B} {on.day}, {on.year}"


def items(form: str, numbers=range(10)) -> str:
    """Return the items in a form, which has placeholders: t(itle), s(ummary), p(ath), link, and the day as written."""
    return "".join(form.format_map(_said(number)) for number in numbers)


def _said(number: int) -> dict[str, object]:
    title, on, path = TITLES[number], DAYS[number], PATHS[number]
    return {
        "t": title,
        "s": SUMMARIES[number],
        "p": path,
        "cut": title[:30],
        "link": f'<a href="{path}">{title}</a>',
        "iso": on.isoformat(),
        "long": long(on),
        "short": f"{on:%b} {on.day}, {on.year}",
        "british": f"{on.day} {on:%B %Y}",
        "slashed": f"{on.month}/{on.day}/{on.year}",
        "padded": f"{on:%m/%d/%Y}",
        "two_digits": f"{on:%m/%d/%y}",
        "day": on.day,
        "month": f"{on:%b}",
        "year": on.year,
    }


def page(body: str) -> bytes:
    return (HEAD + body + FOOT).encode()


def text(form: str, head: str = TEXT_HEAD, foot: str = TEXT_FOOT) -> bytes:
    return (head + items(form) + foot).encode()
