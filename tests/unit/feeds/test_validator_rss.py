import os
import re
from pathlib import Path

import pytest

from tests.support.feeds.rss_rules import findings
from tests.support.feeds.validator import blamed, missed

CASES = Path(os.environ.get("DATELINE_SAMPLES", "../shared/samples")) / "w3c-feedvalidator"
JUDGED = {
    "BadCharacters",
    "ContainsHTML",
    "ContainsRelRef",
    "DuplicateElement",
    "DuplicateValue",
    "ImageUrlFormat",
    "ImplausibleDate",
    "InvalidBooleanAttribute",
    "InvalidFullLink",
    "InvalidIntegerAttribute",
    "InvalidLanguage",
    "InvalidLink",
    "InvalidPermalink",
    "InvalidPositiveInteger",
    "InvalidRFC2822Date",
    "ItemMustContainTitleOrDescription",
    "MissingAttribute",
    "MissingDescription",
    "MissingElement",
    "MissingGuid",
    "MissingLink",
    "MissingTitle",
    "NotBlank",
    "NotHtml",
    "SAXError",
    "SecurityRisk",
    "SecurityRiskAttr",
    "UndefinedElement",
}
"""The findings that can befall a feed like ours."""

NOT_OURS = re.compile(
    r"cloud|textInput|skip(Days|Hours)|webMaster|ttl|source|blogChannel|sy_update|trackback|slash|xhtml|dclanguage|"
    r"dcrights|media/invalid_(category|copyright|credit|player|rating|restriction|thumbnail)|media/duplicate|"
    r"multiple_item_content|invalid_guid_|image_title_description|invalid_image_url|amp-pound-x|skip|invalid_description_html"
)
"""Cases about elements that we never write."""
WARNINGS = {"MissingGuid", "ImageLinkDoesntMatch", "IncorrectDOW", "NotHtml", "SecurityRiskAttr", "UnknownNamespace"}


def rss_cases():
    for path in sorted([*CASES.glob("rss20/*/*.xml"), *CASES.glob("rss/*/*.xml"), *CASES.glob("ext/media/*.xml")]):
        document = path.read_bytes()
        expected = re.search(rb"Expect:\s*(!?)(\w+)", document)
        name = path.relative_to(CASES).as_posix()
        if expected and re.search(rb"<rss[^>]+version=.2\.0", document) and not NOT_OURS.search(name):
            yield name, expected[1] == b"!", expected[2].decode()


@pytest.fixture(scope="module")
def cases():
    found = list(rss_cases())
    if not found:
        pytest.skip(f"the validator's cases are not in {CASES}: set DATELINE_SAMPLES")
    assert len(found) > 100
    return found


def test_our_rules_find_what_the_validator_finds(cases):
    assert missed(cases, CASES, findings, JUDGED) == []


def test_our_rules_find_nothing_where_the_validator_finds_nothing(cases):
    assert blamed(cases, CASES, findings, JUDGED, warnings=WARNINGS) == []
