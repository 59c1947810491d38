"""Extract the interface's messages from the code, and update the catalogues.

``python -m tests.support.desk.messages`` rewrites the catalogues: new messages are added untranslated, unused ones are
deleted.
"""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

import dateline.public.site
from dateline.public.site.wording import DOMAIN, SOURCE_LANGUAGE, catalogue
from dateline.text.languages import INTERFACE

PACKAGE = Path(dateline.public.site.__file__).parent
KEYWORDS = {**DEFAULT_KEYWORDS, "say": None}  # the names under which Python code calls Wording.gettext
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
TRANSLATED = tuple(tag for tag in INTERFACE if tag != SOURCE_LANGUAGE)


def said() -> Catalog:
    """Return every message that code and templates pass to gettext, with its places."""
    found = Catalog(project="Dateline", domain=DOMAIN, charset="utf-8")
    options = {"templates/**.html": {"silent": "false"}}
    for file, line, message, _, context in extract_from_dir(PACKAGE, METHODS, options, KEYWORDS):
        found.add(message, locations=[(file, line)], context=context)
    return found


def update() -> None:
    """Rewrite the catalogues and keep their translations."""
    for language in TRANSLATED:
        path = catalogue(language)
        known = Catalog(locale=language)
        if path.exists():
            with path.open("rb") as stored:
                known = read_po(stored, locale=language)
        known.update(said(), no_fuzzy_matching=True)
        known.obsolete.clear()
        known.fuzzy = False
        known.project, known.header_comment = "Dateline", f"# The website's texts in the language {language}."
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as written:
            write_po(written, known, width=110, omit_header=False, sort_output=True, include_lineno=False)


if __name__ == "__main__":
    update()
