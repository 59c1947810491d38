"""Words on listing pages: the labels before fields, and what surrounds a list without being part of it."""

import difflib
import re
from dataclasses import dataclass

LABELS: dict[str, tuple[str, ...]] = {
    "date": (
        "publishing date",
        "publication date",
        "date published",
        "published on",
        "published",
        "posted on",
        "posted",
        "release date",
        "date of release",
        "date of publication",
        "issued on",
        "issued",
        "date",
        "date de publication",
        "publié le",
        "publiée le",
        "date de parution",
        "paru le",
        "дата публикации",
        "дата выхода",
        "опубликовано",
        "дата",
        "تاريخ النشر",
        "نشر في",
        "نُشر في",
        "التاريخ",
        "veröffentlichungsdatum",
        "veröffentlicht am",
        "publikationsdatum",
        "publiziert am",
        "datum",
        "erschienen am",
        "data di pubblicazione",
        "pubblicato il",
        "fecha de publicación",
        "publicado el",
        "data",
        "fecha",
    ),
    "kind": (
        "content type",
        "type of content",
        "document type",
        "type",
        "category",
        "categories",
        "filed under",
        "posted in",
        "type de contenu",
        "type de document",
        "catégorie",
        "rubrique",
        "тип контента",
        "тип содержания",
        "тип содержимого",
        "тип материала",
        "тип документа",
        "вид материала",
        "категория",
        "рубрика",
        "тип",
        "نوع المحتوى",
        "نوع المادة",
        "نوع",
        "الفئة",
        "التصنيف",
        "inhaltstyp",
        "art des inhalts",
        "inhaltsart",
        "dokumenttyp",
        "kategorie",
        "rubrik",
        "typ",
        "tipo di contenuto",
        "tipo de contenido",
        "categoria",
        "categoría",
    ),
    "offices": (
        "where we are",
        "where we work",
        "offices",
        "office",
        "issued by",
        "issuing office",
        "field operation",
        "field operations",
        "institution",
        "location",
        "source",
        "où nous sommes",
        "où sommes-nous",
        "où nous travaillons",
        "bureaux",
        "bureau",
        "lieu",
        "где мы находимся",
        "где мы",
        "где мы работаем",
        "где мы действуем",
        "офисы",
        "офис",
        "бюро",
        "أين نحن",
        "أين نتواجد",
        "أين نعمل",
        "أماكن عملنا",
        "المكاتب",
        "المكتب",
        "wo wir sind",
        "wo wir arbeiten",
        "wo wir tätig sind",
        "büros",
        "büro",
        "standorte",
        "standort",
        "dove siamo",
        "dónde estamos",
    ),
    "topics": (
        "what we do",
        "topics",
        "topic",
        "themes",
        "theme",
        "tags",
        "tag",
        "subjects",
        "subject",
        "issues",
        "ce que nous faisons",
        "que faisons-nous",
        "nos activités",
        "thèmes",
        "thème",
        "sujets",
        "sujet",
        "что мы делаем",
        "чем мы занимаемся",
        "наша деятельность",
        "темы",
        "тема",
        "теги",
        "ما نقوم به",
        "ماذا نفعل",
        "ما نفعله",
        "ما الذي نقوم به",
        "مجالات عملنا",
        "المواضيع",
        "الموضوع",
        "المواضيع الرئيسية",
        "was wir tun",
        "was wir machen",
        "themen",
        "thema",
        "schlagwörter",
        "cosa facciamo",
        "qué hacemos",
        "temi",
        "temas",
    ),
    "lead": (
        "summary",
        "abstract",
        "description",
        "lead",
        "teaser",
        "résumé",
        "аннотация",
        "краткое содержание",
        "ملخص",
        "zusammenfassung",
    ),
    "title": ("title", "headline", "titre", "заголовок", "название", "العنوان", "titel", "überschrift"),
    "url": ("url", "link", "address", "permalink", "lien", "ссылка", "الرابط", "adresse"),
}
"""Names of fields, in lower case, by what they mean; shorter ones count only with a colon."""

_ALIKE = 0.8  # of difflib: "Publising date" is "Publishing date" by 0.97
_LONG = 6  # letters from which a label can be mistyped and still be told
_STRONG = 2  # words from which a label is one even without a colon, on a line of its own
_COLON = r"\s*[:：﹕]\s*"
_MEANING = {label: key for key, labels in LABELS.items() for label in labels}
_ALTERNATIVES = "|".join(re.escape(label).replace(r"\ ", r"\s+") for label in sorted(_MEANING, key=len, reverse=True))
_LABEL = re.compile(rf"(?:(?<=^)|(?<=[\s|•·;,]))(?P<label>{_ALTERNATIVES}){_COLON}", re.IGNORECASE)
_ANY_LABEL = re.compile(rf"(?P<label>[^\W\d_][^:.!?]{{1,28}}?){_COLON}(?P<value>\S.*)$")

_LONGEST = 300  # letters of a line that belongs to the page; notices about cookies have the most
_PAGER = (
    "page|seite|страница|صفحة|of|de|von|из|next|previous|prev|first|last|older|newer|suivant|précédent|weiter|zurück|"
    "следующая|предыдущая|التالي|السابق|results?|items?|posts?|entries"
)
_BUTTONS = (
    "share|tweet|print|e-?mail|facebook|twitter|x|linkedin|instagram|youtube|rss|whatsapp|pdf|download|copy link|"
    "subscribe|sign up|log ?in|menu|home|search|filters?|apply|reset|sort(?:ed)? by.*|clear all|back to top|top|close|"
    "hide filters|show filters.*|newsroom|breadcrumb"
)
_WHAT = "more|all|full|details|release|article|story|filters?|archives?|pdf"
_MORE_WORDS = (
    "lire la suite|en savoir plus|plus d'infos|voir plus|weiterlesen|mehr(?: lesen| erfahren)?|подробнее|"
    "читать (?:далее|дальше|полностью)|показать ещё|اقرأ المزيد|المزيد|قراءة المزيد|leggi tutto|leer más"
)
_NO_SENTENCE = r"(?:[^.!?]|[.](?=\d))"  # a lead may begin with any word of a button, and ends as a sentence does
_NOISE = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"[\W\d_]*",  # 1 2 3 … 97
        rf"[\W\d_]*(?:(?:{_PAGER})\b[\W\d_]*)+",
        r"(?:displaying|showing|viewing|results?|affichage|anzeige|показано)\b.{0,20}\d.*",
        r"\d[\d,. ]* (?:results?|items?|entries|résultats?|ergebnisse|treffer)\b.*",
        r"(?:« |‹ )?(?:next|previous|first|last|older|newer)(?: page| posts| entries)?(?: ›| »|→)?",
        rf"(?:read|learn|see|view|show|load|find out|discover|browse)[ -]?(?:the )?(?:{_WHAT})\b{_NO_SENTENCE}{{0,40}}",
        r"(?:continue reading|full story|full release|more info(?:rmation)?|more details|more)\b.{0,10}",
        rf"(?:{_MORE_WORDS})\b.{{0,10}}",
        r"skip to (?:main |the )?(?:content|navigation)",
        rf"(?:{_BUTTONS})",
        rf"(?:search|filter|sort|refine|browse|subscribe|follow us|sign up)\b{_NO_SENTENCE}{{0,60}}",
        r"(?:©|copyright|\(c\)).*|.*all rights reserved.*",
        r".*\bcookies?\b.*(?:accept|consent|site|website|experience|policy).*|accept all.*|reject all.*",
        rf"(?:last )?(?:updated|modified|reviewed)\b{_NO_SENTENCE}{{0,60}}",
    )
)


@dataclass(frozen=True)
class Field:
    """A label and its value, as found in a line; ``meaning`` is a key of ``LABELS``."""

    meaning: str
    label: str
    value: str


def is_noise(text: str) -> bool:
    """Tell whether a line belongs to the page rather than to an item: pagers, buttons, notices."""
    return len(text) <= _LONGEST and any(pattern.fullmatch(text) for pattern in _NOISE)


def read_fields(text: str) -> list[Field]:
    """Return the labelled fields a line consists of, in their order; empty if it does not begin with a label.

    A label alone, even without a colon if it has several words, gives a field with an empty value: the next line
    is the value.
    """
    bare = text.rstrip(" :：").lower()
    if bare in _MEANING and (bare != text.lower() or len(bare.split()) >= _STRONG):
        return [Field(_MEANING[bare], text.rstrip(" :："), "")]
    found = list(_LABEL.finditer(text))
    if not found or found[0].start() != 0:
        return []
    ends = [match.start() for match in found[1:]] + [len(text)]
    return [
        Field(_meaning(match["label"]), match["label"], text[match.end() : end].strip(" |•·;"))
        for match, end in zip(found, ends, strict=True)
    ]


def unknown_label(text: str) -> tuple[str, str] | None:
    """Return what looks like a label and its value, where the label is none that is known."""
    match = _ANY_LABEL.fullmatch(text)
    return (match["label"], match["value"]) if match else None


def resembles(label: str, meaning: str = "") -> bool:
    """Tell whether a label is nearly a known one, of one meaning or of any, such as ``Publising date``."""
    known = [name for key, names in LABELS.items() if meaning in ("", key) for name in names if len(name) >= _LONG]
    return bool(difflib.get_close_matches(label.lower(), known, 1, _ALIKE))


def _meaning(label: str) -> str:
    return _MEANING[re.sub(r"\s+", " ", label.lower())]
