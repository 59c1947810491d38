"""Which names are places: cities and countries of the world in many languages, and states of North America.

Source: Unicode CLDR (exemplar cities of time zones, territories) through Babel; the Associated Press
Stylebook for the short forms of states. Enough to tell a place from another word, no more.
"""

import re
import unicodedata
from functools import lru_cache

from babel.core import get_global

from dateline.text.months import locale

# Capitals and seats of international organisations that give no time zone its name.
_SEATS = (
    "Abu Dhabi, Abuja, Albany, Ankara, Ashgabat, Astana, Atlanta, Austin, Banja Luka, Barcelona, Beijing, Bern, Berne, "
    "Bethlehem, Bonn, Boston, Brasília, Braunschweig, Canberra, Cape Town, Dhaka, Dallas, Donetsk, Frankfurt, Geneva, "
    "Genève, Genf, Gothenburg, Hamburg, Hanoi, Harrisburg, Hartford, Houston, Islamabad, Kharkiv, Kyiv, Kiev, "
    "Lausanne, Liège, "
    "Ljubljana, Lugano, Luhansk, Lyon, Marrakesh, Mariupol, Marseille, Mecca, Milan, Mitrovica, Montpellier, "
    "Mumbai, Munich, München, Naples, New Delhi, Nice, Nicosia, Novi Sad, Odesa, Odessa, Osh, Ottawa, Philadelphia, "
    "Pretoria, Prishtinë, Priština, Pristina, Pyongyang, Rabat, Ramallah, Rotterdam, Sacramento, Salem, Salzburg, "
    "San Francisco, Seattle, Sevastopol, Shkodra, Skopje, Strasbourg, Straßburg, Tel Aviv, The Hague, La Haye, "
    "Den Haag, "
    "Thessaloniki, Turin, Washington, Wellington, Xi’an, Yerevan, Zagreb, Zürich, Ženeva, Женева, Гаага, Вашингтон, "
    "Страсбург, Бонн, Астана, Нур-Султан, جنيف, واشنطن, لاهاي, ستراسبورغ, الرباط, أبوظبي, رام الله, نيويورك"
)
_STATES = (
    "AL Ala Alabama, AK Alaska, AZ Ariz Arizona, AR Ark Arkansas, CA Calif California, CO Colo Colorado, "
    "CT Conn Connecticut, DE Del Delaware, FL Fla Florida, GA Ga Georgia, HI Hawaii, ID Idaho, IL Ill Illinois, "
    "IN Ind Indiana, IA Iowa, KS Kan Kansas, KY Ky Kentucky, LA La Louisiana, ME Maine, MD Md Maryland, "
    "MA Mass Massachusetts, MI Mich Michigan, MN Minn Minnesota, MS Miss Mississippi, MO Mo Missouri, MT Mont Montana, "
    "NE Neb Nebr Nebraska, NV Nev Nevada, NH N.H New_Hampshire, NJ N.J New_Jersey, NM N.M New_Mexico, NY N.Y New_York, "
    "NC N.C North_Carolina, ND N.D North_Dakota, OH Ohio, OK Okla Oklahoma, OR Ore Oregon, PA Pa Penn Pennsylvania, "
    "RI R.I Rhode_Island, SC S.C South_Carolina, SD S.D South_Dakota, TN Tenn Tennessee, TX Tex Texas, UT Utah, "
    "VT Vt Vermont, VA Va Virginia, WA Wash Washington_State, WV W.Va West_Virginia, WI Wis Wisc Wisconsin, "
    "WY Wyo Wyoming, DC D.C District_of_Columbia, PR P.R Puerto_Rico, GU Guam, VI U.S.V.I, AS American_Samoa, MP CNMI, "
    "ON Ont Ontario, QC Que Quebec, BC B.C British_Columbia, AB Alta Alberta, MB Man Manitoba, SK Sask Saskatchewan, "
    "NS N.S Nova_Scotia, NB N.B New_Brunswick, NL Nfld Newfoundland, PE P.E.I, U.S U.S.A USA UK U.K UAE U.A.E"
)
# As people call them, where CLDR has another name.
_COUNTRIES = (
    "BiH, Burma, Czech Republic, England, FYROM, Holland, Ivory Coast, Macedonia, Moldova, Scotland, Turkey, Wales"
)
_LANGUAGES = ("en", "fr", "de", "ru", "ar", "it", "es")


def fold(name: str) -> str:
    """Return a name for comparison: without case, accents, stops and kinds of apostrophe and hyphen."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"\s+", " ", re.sub(r"[.'’‘ʼ`´]", "", bare).replace("‑", "-")).strip()


@lru_cache(maxsize=32)
def cities(language: str) -> frozenset[str]:
    """Return folded names of well-known cities for texts in a language; others are understood as well."""
    names = {zone.rsplit("/", 1)[-1].replace("_", " ") for zone in get_global("zone_territories") if "/" in zone}
    for tag in {*_LANGUAGES, language}:
        found = locale(tag)
        names.update(str(zone["city"]) for zone in (found.time_zones.values() if found else ()) if zone.get("city"))
    names.update(_SEATS.split(", "))
    return frozenset(fold(name) for name in names)


@lru_cache(maxsize=32)
def regions(language: str) -> frozenset[str]:
    """Return folded names of countries and of North American states, with the short forms of the latter."""
    names = {form.replace("_", " ") for state in _STATES.split(", ") for form in state.split(" ")}
    for tag in {*_LANGUAGES, language}:
        found = locale(tag)
        names.update(str(name) for code, name in (found.territories.items() if found else ()) if not code.isdigit())
    names.update(name.replace("&", "and") for name in tuple(names))
    names.update(_COUNTRIES.split(", "))
    return frozenset(fold(name) for name in names)
