"""The desk check: finds what readers would stumble over, before publication.

``galley`` builds the frozen value of what would be published; each check is a pure function of it, and a row of
``registry``. ``language`` is what the checks know of languages. Only ``galley``, ``report``, ``repair`` and ``similar``
use the database.
"""
