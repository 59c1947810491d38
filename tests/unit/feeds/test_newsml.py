"""Pictures in NewsML-G2, validated against the schema."""

import pytest
from lxml import etree

from dateline.editions.parts import Picture, Rendition
from tests.support.editions import Log, a_newsroom, an_edition
from tests.support.feeds.sound import SITE, asked

NS = {"n": "http://iptc.org/std/nar/2006-10-01/"}
SMALL = Rendition(file="a.jpg", type="image/jpeg", width=800, height=500, size_bytes=9)
FULL = Rendition(file="f.jpg", type="image/jpeg", width=8000, height=5000, size_bytes=99)


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        ({"credit": "EXO/Lind", "rights_holder": "EXO\nMedia", "usage_terms": "News only"}, [1, 1, 1]),
        ({"credit": "EXO/Lind"}, [1, 0, 0]),
        ({}, [0, 0, 0]),
    ],
)
def test_pictures_are_linked_in_full_size_with_credit_and_rights(samples, rights, told):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(7, picture=Picture(renditions=(SMALL,), full=FULL, alt="A bridge", **rights)))

    root = etree.fromstring(asked(log, "/en/news/7.newsml.xml").body)

    scheme = etree.XMLSchema(etree.parse(samples / "newsml-g2" / "xsd" / "NewsML-G2_2.35-spec-All-Power.xsd"))
    assert scheme.validate(root), scheme.error_log
    (link,) = root.xpath("//n:link[n:itemClass/@qcode='ninat:picture']", namespaces=NS)
    assert (link.get("href"), link.get("size")) == (f"{SITE}/media/f.jpg", "99")
    paths = ("n:creditline[.='EXO/Lind']", "n:rightsInfo/n:copyrightHolder[n:name='EXO Media']")
    paths += ("n:rightsInfo/n:usageTerms[.='News only']",)
    assert [len(link.xpath(path, namespaces=NS)) for path in paths] == told
