import os
import re
from pathlib import Path

import pytest

from tests.support.feeds.atom_rules import findings
from tests.support.feeds.validator import blamed, missed

CASES = Path(os.environ.get("DATELINE_SAMPLES", "../shared/samples")) / "w3c-feedvalidator"
JUDGED = {
    "AttrNotBlank",
    "BadCharacters",
    "ContainsHTML",
    "ContainsUndeclaredHTML",
    "DuplicateAtomLink",
    "DuplicateElement",
    "DuplicateEntries",
    "DuplicateUpdated",
    "FeedHistoryRelInEntry",
    "InvalidFullLink",
    "InvalidLanguage",
    "InvalidLink",
    "InvalidMIMEType",
    "InvalidRFC3339Date",
    "InvalidTextType",
    "InvalidURN",
    "InvalidUriChar",
    "LinkPastEnd",
    "MissingAttribute",
    "MissingElement",
    "NonCanonicalURI",
    "NotBlank",
    "NotHtml",
    "RelativeSelf",
    "SAXError",
    "SecurityRisk",
    "SecurityRiskAttr",
    "UndefinedElement",
    "UnexpectedWhitespace",
    "UnknownNamespace",
}
"""The findings that can befall a feed like ours; others are about extensions, other versions and styles."""


NOT_OURS = {
    "atom/3.1.1.3/bogus_mathml_attr.xml",  # we write no XHTML
    "atom/3.1.1.3/bogus_svg_element.xml",
    "atom/3.1.1.3/bogus_xhtml_attr.xml",
    "atom/3.1.1.3/bogus_xhtml_element.xml",
    "atom/3/ws-xml-base.xml",  # we write no xml:base
    "atom/4.1.3.2/content-src-extra-text.xml",  # nor content elsewhere
    "atom/4.1.3.2/content-src-type-html.xml",
    "atom/4.2.11/multiple-alternates-matching.xml",  # nor sources
    "atom/4.2.11/multiple-generators.xml",
    "atom/4.2.11/multiple-rights.xml",
    "atom/6.1/license-feed-invaliduri.xml",  # nor extensions
    "atom/4.1.2/entry-source-author.xml",  # nor an entry alone
}


def atom_cases():
    # the folders named after sections hold whole documents; the others hold fragments of older versions
    for path in sorted([*CASES.glob("atom/[1-9]*/*.xml"), *CASES.glob("ext/fh/*.xml")]):
        text = path.read_bytes()
        expected = re.search(rb"Expect:\s*(!?)(\w+)", text)
        name = path.relative_to(CASES).as_posix()
        if name not in NOT_OURS and expected and b"http://www.w3.org/2005/Atom" in text:
            yield name, expected[1] == b"!", expected[2].decode()


@pytest.fixture(scope="module")
def cases():
    found = list(atom_cases())
    assert len(found) > 100, f"the validator's cases are not in {CASES}"
    return found


def test_our_rules_find_what_the_validator_finds(cases):
    assert missed(cases, CASES, findings, JUDGED) == []


def test_our_rules_find_nothing_where_the_validator_finds_nothing(cases):
    assert blamed(cases, CASES, findings, JUDGED, warnings={"NonCanonicalURI", "UnknownNamespace"}) == []
