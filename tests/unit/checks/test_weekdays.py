"""Days of the week that a translation has otherwise than its original."""

import pytest

from tests.support.desk.galleys import a_galley, an_edition, said


def found(language, here, there, original="en"):
    other = an_edition(original, [f"<p>{there}</p>"], lead="It is open.", headline="It opens")
    galley = a_galley(language, [f"<p>{here}</p>"], lead="It is open.", headline="It opens", original=other)
    return [quote for quote, _ in said("days", galley)]


@pytest.mark.parametrize(
    ("language", "here", "day"),
    [
        ("fr", "Le pont a ouvert mardi à Velda, a dit la ministre.", "mardi"),
        ("ru", "Мост открыли в среду в Велде, сообщила министр.", "среду"),
        ("ru", "Мост открыли во вторник в Велде, сообщила министр.", "вторник"),
        ("ar", "افتُتح الجسر يوم الثلاثاء في فيلدا، كما قالت الوزيرة.", "الثلاثاء"),
        ("ar", "افتُتح الجسر الثلاثاء، 4 حزيران في فيلدا كما قالت الوزيرة.", "الثلاثاء"),
        ("de", "Die Brücke wurde am Dienstag in Velda eröffnet, sagte sie.", "Dienstag"),
        ("it", "Il ponte è stato aperto martedì a Velda, ha detto.", "martedì"),
    ],
)
def test_another_day_is_found(language, here, day):
    assert day in found(language, here, "The bridge opened on Monday in Velda, the minister said.")


@pytest.mark.parametrize(
    ("language", "here", "there"),
    [
        ("fr", "Le pont a ouvert lundi à Velda.", "The bridge opened on Monday in Velda."),
        ("fr", "Le pont a ouvert hier, et non mardi.", "The bridge opened yesterday."),
        ("fr", "Lundi et mardi, le pont est ouvert.", "On Tuesday and Monday the bridge is open."),
        ("ru", "Мост открыли в понедельник; окружающая среда цела.", "The bridge opened on Monday; all is well."),
        ("ru", "Открытие в пятницу, закрытие в субботу утром.", "It opens on Friday and closes on Saturday morning."),
        ("ar", "افتُتح الجسر يوم الاثنين، وهذا الأحد من مزاياه.", "The bridge opened on Monday, one of its merits."),
        ("pl", "Most otwarto we wtorek w Veldzie.", "The bridge opened on Monday in Velda."),
    ],
)
def test_the_same_day_and_what_has_none_is_not(language, here, there):
    assert found(language, here, there) == []
