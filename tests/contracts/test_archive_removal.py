"""What a text held before its removal is nowhere afterwards, although the archive has held it."""

import pytest

from dateline.archive.embedded import open_reader, open_writer, rebuild
from dateline.archive.query import Filter, Query
from dateline.editions.entry import Subject
from dateline.editions.parts import Text
from tests.contracts.same_answers import assert_same
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_newsroom, a_topic, an_edition, refs

SECRETS = ("zqheadline", "zqlead", "zqbody", "zqslug", "zqcorrection", "zqwithdrawal", "zqrestoration")


def a_log():
    """A text with secrets in words and notices, and another beside it that stays."""
    log = Log()
    log.set(a_newsroom(), a_topic("policing"))
    log.publish(an_edition(2, topics=refs("policing")))
    first = _secret()
    log.append(Subject(kind="release", id=first.release, language="en"), "published", first, at=NOON, number=1)
    log.publish(_secret(version=2, salt="1" * 32), "corrected", "It said zqcorrection.")
    log.publish(_secret(version=2, salt="1" * 32), "withdrawn", "Withdrawn: zqwithdrawal.")
    log.publish(_secret(version=2, salt="1" * 32), "restored", "Restored: zqrestoration.")
    return log


def _secret(**given):
    body = (Text(html="<p>The zqbody.</p>"),)
    words = {"headline": "A zqheadline", "lead": "The zqlead.", "slug": "a-zqslug", "body": body}
    return an_edition(1, **words, topics=refs("policing"), **given)


@pytest.fixture(params=["followed", "followed whole", "rebuilt", "oracle followed", "oracle rebuilt"])
def archives(request, tmp_path):
    """A function from a log to an archive that followed it entry by entry, in two steps, or had it at its end."""

    def of(log):
        end = len(log.records)
        steps = {"followed": range(1, end + 1), "oracle followed": range(1, end + 1), "followed whole": (end - 1, end)}
        if request.param.startswith("oracle"):
            oracle = NaiveArchive()
            for position in steps.get(request.param, (end,)):
                oracle.apply(log.as_of(position))
            return oracle
        if request.param == "rebuilt":
            rebuild(tmp_path, log.records)
        for position in steps.get(request.param, ()):
            with open_writer(tmp_path) as writer:
                writer.apply(log.as_of(position))
        return open_reader(tmp_path).current

    return of


def all_said(archive):
    """Whatever the port answers about the two releases, as one text."""
    asked = [Filter(), Filter(topics=("policing",)), *(Filter(words=word) for word in SECRETS)]
    said = [
        archive.query(Query(filter=one, reader="en", order=order)) for one in asked for order in ("date", "relevance")
    ]
    said += [archive.total(one) for one in asked[2:]]
    said += [archive.query(Query(filter=Filter(words=word + "x"))).suggestion for word in SECRETS]
    for number in (1, 2):
        said += [archive.text(number, tag) for tag in ("en", "fr")]
        said += [archive.languages_of(number), archive.neighbours(number, "en"), archive.related(number, "en")]
    said += [archive.autocomplete(prefix, "en") for prefix in ("z", "zq", "A z", *SECRETS)]
    said += [archive.texts(), archive.newsroom, archive.topics, archive.offices, archive.kinds]
    return repr(said).lower()


def test_the_secrets_are_there_before_the_removal(archives):
    said = all_said(archives(a_log()))

    assert [word for word in SECRETS if word not in said] == []


@pytest.mark.parametrize("change", ["removed", "erased"])
def test_no_word_and_no_notice_from_before_a_removal_can_be_read(archives, change):
    log = a_log()
    log.remove(an_edition(1), "It was wrong.", change=change)

    archive = archives(log)

    said = all_said(archive)
    assert [word for word in SECRETS if word in said] == []
    reading = archive.text(1, "en")
    assert (reading.state, reading.edition) == (change, None)
    assert [(note.change, note.text) for note in reading.notes] == [(change, "It was wrong.")]
    assert_same(archive, NaiveArchive(log.records))


def test_an_erasure_forgets_the_notice_of_the_removal_before_it(archives):
    log = a_log()
    log.remove(an_edition(1), "It said zqlead.")
    log.remove(an_edition(1), "Erased.", change="erased")

    archive = archives(log)

    assert "zqlead" not in all_said(archive)
    assert [note.text for note in archive.text(1, "en").notes] == ["Erased."]


def test_nothing_from_before_a_removal_comes_back_with_the_text(archives):
    log = a_log()
    log.remove(an_edition(1), "It was wrong.")
    log.publish(an_edition(1, version=3, salt="3" * 32))

    archive = archives(log)

    said = all_said(archive)
    assert [word for word in SECRETS if word in said] == []
    assert archive.text(1, "en").state == "public"
    assert_same(archive, NaiveArchive(log.records))
