"""The desk check: it finds mistakes in a draft before publication.

``galley`` builds a frozen value of what would be published now. Each check is a pure function of this value and a row
of ``registry``. The package ``language`` holds what the checks know of languages. Only ``galley``, ``report``,
``repair`` and ``similar`` use the database.
"""
