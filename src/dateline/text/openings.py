"""Which words at the opening of a text can be the places of its dateline."""

import re
from dataclasses import dataclass
from functools import cached_property

from dateline.text.places import cities, fold, regions

_MAX_WORDS = 5
_MAX_LETTERS = 45
_SHORT = 4  # letters in capitals below which a word is rather an acronym
_ACRONYM = 5  # letters above which it is none
_CAPITAL_WORDS = 3  # words in capitals above which they are rather a heading


def _words(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in text.split())


_PARTICLES = _words(
    """a al am an auf aux bei d da das de del della den der des di do du e el em en es i im in ob of on op la le les na
    nad pri pod s sur sul und upon von zu в на над под при"""
)
# Words that open sentences, headings and notices, and are no places.
_NOT_PLACES = _words(
    """
    a about above according across advisory after against ahead alert all also although amid among an and annex another
    any are article as asked at attention attorney audio background based because been before being below between
    biography both breaking briefing but by bulletin can comment comments communique co contact contacts corp corrected
    correction daily deadline despite details diary document during each editorial embargoed english event events every
    exclusive excerpt excerpts fact facts feature figures finally first five following footage for four from further
    general given good happening has have he her here highlights his how however i icymi if immediate important in inc
    including infographic instead interview introduction invitation is it item its joint just key last late later launch
    less let level listen live look ltd many map may media meeting member memo message minutes monday more most must my
    new news newsletter next no not note notes notice now number of office on once one only opinion or other our over
    page part photo photos picture plc please podcast policy poll president press previous profile program programme
    project prompt question questions quote read readout recent release remarks report reporters representative
    representatives review saturday save second secretary section senator senators service session seven several she
    since six so some soon special speech spokesperson spotlight statement statements still story subject such summary
    sunday table tags ten text thank thanks that the their them then there these they third this those though three
    through thursday time timeline title to today together tomorrow tonight too topic transcript tuesday two type under
    until update updated updates upcoming urgent us version video view visit vote warning was watch we wednesday week
    weekly welcome were what when where while who why will with within without would year years yes yesterday you your
    friday january february march april june july august september october november december governor congressman
    congresswoman rep sen dr mr mrs ms
    aujourd'hui hier demain communiqué déclaration depuis dans en au aux le la les un une des par pour avec sur après
    avant selon lors à ce cette ces il elle nous vous
    heute gestern morgen am im in der die das den dem des ein eine mit nach vor seit bei zum zur für auf aus über wir es
    er sie laut medienmitteilung pressemitteilung
    сегодня вчера завтра в во на с со по для от до из к о об при после перед между как это что мы они он она заявление
    сообщение пресс-релиз
    اليوم أمس غدا في من على إلى عن مع بعد قبل منذ خلال عند بين هذا هذه أن إن لقد قال قالت بيان يوم عقد عقدت أعلن أعلنت
    """
)
_ACRONYMS = _words(
    """osce odihr nato eu un us uk usa uno unhcr unicef unesco undp iom who wto wfp ilo fao imf ebrd coe cis ag oag doj
    fbi epa fda ftc irs dhs ice cbp cdc va gop nypd lgbtq covid covid-19 salw smm rfom hcnm ceo cfo pm mp mep q&a faq
    icymi tldr pdf url http https afp ap upi reuters tass dpa обсе оон ес нато сша"""
)
_LEADING = _words("al da dar den des el il la las le les los new the")  # The Hague, New Delhi
_CASELESS = re.compile(
    r"^[\u0590-\u08ff\u0900-\u0dff\u0e00-\u0eff\u10a0-\u10ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\s'’.-]+$"
)
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’ʼ`.‑-](?=[^\W\d_]))*\.?")
_JOINT = re.compile(r"\s*[/&;+]\s*|\s+(?:and|et|und|y|e|и|та)\s+|\s+و\s*")


@dataclass(frozen=True)
class Opening:
    """The text whose opening is read.

    Attributes:
        language: BCP 47 tag.
        text: the whole text.
        trusted: names of places known beforehand.
    """

    language: str
    text: str
    trusted: frozenset[str]

    @cached_property
    def known(self) -> frozenset[str]:
        """Folded names of the places that are known."""
        return cities(self.language) | {fold(name) for name in self.trusted}

    @cached_property
    def regions(self) -> frozenset[str]:
        """Folded names of countries and states."""
        return regions(self.language)


def places_in(words: str, opening: Opening, after: str, *, trusted: bool) -> tuple[str, ...]:
    """Return the places that words are, as written; empty if they are anything else.

    Args:
        words: what stands before the dash, without the day.
        opening: the text.
        after: what stands behind the dash.
        trusted: a day or brackets beside them say already that a dateline is meant; else the words must prove it.
    """
    places: list[str] = []
    proven = trusted
    segments = [_without_stop(segment, opening) for segment in re.split(r"\s*[,،]\s*", words)]
    regional = len(segments) > 1 and fold(segments[1]) in opening.regions
    for segment in segments:
        if places and _qualifies(segment, places[-1], opening):
            places[-1] += f"{_comma(words)} {segment}"
            proven = proven or fold(segment) in opening.regions
            continue
        parts = [segment] if fold(segment) in opening.known | opening.regions else _JOINT.split(segment)
        if not all(_could_be_a_place(part, regional=regional) for part in parts):
            return ()
        proven = proven or all(_proves_itself(part, opening) for part in parts)
        places.extend(parts)
    if not trusted and not (proven and _opens_a_sentence(after)):
        return ()
    return tuple(places)


def _without_stop(segment: str, opening: Opening) -> str:
    """Return a segment without a final stop, unless that belongs to it, as in ``OKLA.`` and ``D.C.``."""
    shortened = "." in segment[:-1] or fold(segment) in opening.regions
    return segment if shortened else segment.rstrip(".")


def _comma(words: str) -> str:
    return "،" if "،" in words else ","


def _qualifies(segment: str, place: str, opening: Opening) -> bool:
    """Tell whether a segment is the state or country of the place before it, rather than a second place."""
    folded = fold(segment)
    if folded in opening.regions:
        return True
    if not _could_be_a_place(segment):
        return False
    # VIENNA, TIRANA are two places; BRDO, Slovenia and Jahorina, Pale are one.
    return folded not in opening.known and not (segment.isupper() and place.isupper())


def _could_be_a_place(name: str, *, regional: bool = False) -> bool:
    """Tell whether words look like the name of a place; ``regional``: its state or country follows."""
    words = name.split()
    if not 1 <= len(words) <= _MAX_WORDS or len(name) > _MAX_LETTERS:
        return False
    if not all(_WORD.fullmatch(word) for word in words) or not _can_be_named(words, regional=regional):
        return False
    if _CASELESS.match(name):
        return len(words) <= 3  # noqa: PLR2004 - without capitals, longer ones are phrases
    return words[0][0].isupper() and all(word[0].isupper() or fold(word) in _PARTICLES for word in words)


def _can_be_named(words: list[str], *, regional: bool) -> bool:
    """Tell whether none of the words says that they are something else than a name.

    "The Hague" and "Des Moines" open with an article, which alone is no place; Newport News, Va., and Mountain
    View, Calif., are given away by their states.
    """
    first, *others = (fold(word) for word in words)
    if first in _NOT_PLACES and not (others and first in _LEADING):
        return False
    return regional or not any(word in _NOT_PLACES and word not in _LEADING | _PARTICLES for word in others)


def _proves_itself(name: str, opening: Opening) -> bool:
    """Tell whether a name without day or country is surely a place."""
    folded = fold(name)
    if folded in opening.known:
        return True
    letters = [letter for letter in name if letter.isalpha()]
    if not name.isupper() or folded in _ACRONYMS or len(letters) < _SHORT or len(name.split()) > _CAPITAL_WORDS:
        return False
    # An acronym comes back in capitals, a place does not.
    if len(letters) > _ACRONYM:
        return True
    again = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", opening.text[len(name) + 1 :])
    return again is None


def _opens_a_sentence(after: str) -> bool:
    first = next((letter for letter in after if letter.isalnum()), "")
    return bool(first) and not first.islower()
