"""The deeds: the only ways in which what the public reads changes.

Each opens one transaction, locks the release, changes the desk and appends to the publication log last. Files
for the public are made before, because that takes time. ``by`` is the person, or None for the desk itself
(what is due, imports); ``at`` is the moment, aware, UTC.
"""

from dateline.newsroom.desk.actions.drafts import add_translation, discard, follow, lead, start
from dateline.newsroom.desk.actions.embargoing import embargo, lift_embargo
from dateline.newsroom.desk.actions.erasing import ask_erasure, erase, take_back_erasure
from dateline.newsroom.desk.actions.import_releases import publish_imported
from dateline.newsroom.desk.actions.import_values import Imported, ImportedNotice, ImportedText
from dateline.newsroom.desk.actions.publishing import publish
from dateline.newsroom.desk.actions.reviewing import approve, review, send_back, submit
from dateline.newsroom.desk.actions.scheduling import schedule, unschedule
from dateline.newsroom.desk.actions.vocabulary import retire, set_kind, set_newsroom, set_office, set_topic
from dateline.newsroom.desk.actions.withdrawing import kill, remove, restore, withdraw

__all__ = [
    "Imported",
    "ImportedNotice",
    "ImportedText",
    "add_translation",
    "approve",
    "ask_erasure",
    "discard",
    "embargo",
    "erase",
    "follow",
    "kill",
    "lead",
    "lift_embargo",
    "publish",
    "publish_imported",
    "remove",
    "restore",
    "retire",
    "review",
    "schedule",
    "send_back",
    "set_kind",
    "set_newsroom",
    "set_office",
    "set_topic",
    "start",
    "submit",
    "take_back_erasure",
    "unschedule",
    "withdraw",
]
