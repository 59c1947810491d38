"""A log with every change, the same each time, for tests that kill and damage."""

from dateline.editions.entry import Record, Subject
from tests.support.editions import Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs


def a_long_log(releases: int = 30) -> list[Record]:
    """Vocabularies, then releases in two languages, updated, withdrawn, restored, removed and erased in turn."""
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("security"), a_topic("policing", parent="security"), a_kind())
    for number in range(1, releases + 1):
        given = {"offices": refs("mission"), "topics": refs("policing") if number % 2 else ()}
        english = an_edition(number, "en", salt=f"{number:032x}", **given)
        log.publish(english)
        log.publish(an_edition(number, "fr", salt=f"{number:031x}f", headline=f"Titre {number}", **given))
        subject = Subject(kind="release", id=english.release, language="en")
        match number % 6:
            case 1:
                log.publish(
                    an_edition(number, "en", salt=f"{number:031x}2", version=2, lead="Better.", **given), "updated"
                )
            case 2:
                log.append(subject, "withdrawn", None, "Withdrawn.", number=number)
            case 3:
                log.append(subject, "withdrawn", None, "Withdrawn.", number=number)
                log.append(subject, "restored", None, "Restored.", number=number)
            case 4:
                log.remove(english)
            case 5:
                log.remove(english, change="erased")
    return log.records
