"""Actions: only they change what the public reads.

`registry` has one row for each action on a text. `engine` runs it: one transaction locks the release, changes the
desk and appends to the publication log last. Public files are made before the transaction, because that takes time.
``by`` is the person, or None for the desk itself (the clock, imports); ``at`` is the moment, aware, UTC.
"""

from dateline.newsroom.desk.actions.drafts import add_translation, set_lead_office, start
from dateline.newsroom.desk.actions.embargoes import embargo, lift_embargo
from dateline.newsroom.desk.actions.erasure import ask_erasure, erase, take_back_erasure
from dateline.newsroom.desk.actions.import_releases import publish_imported
from dateline.newsroom.desk.actions.import_values import Imported, ImportedNotice, ImportedText
from dateline.newsroom.desk.actions.perform import go_live, kill, perform, publish, translate_by_machine
from dateline.newsroom.desk.actions.vocabulary import retire, set_kind, set_newsroom, set_office, set_topic

__all__ = [
    "Imported",
    "ImportedNotice",
    "ImportedText",
    "add_translation",
    "ask_erasure",
    "embargo",
    "erase",
    "go_live",
    "kill",
    "lift_embargo",
    "perform",
    "publish",
    "publish_imported",
    "retire",
    "set_kind",
    "set_lead_office",
    "set_newsroom",
    "set_office",
    "set_topic",
    "start",
    "take_back_erasure",
    "translate_by_machine",
]
