"""The desk check: what a reader would stumble over, found before the reader does.

Derived from a galley, the frozen value of what would be published and what it is compared with. ``checks`` holds one
check a module, each pure and registered in ``registry``; ``wording`` holds what they know of languages. Only
``galleys``, ``dismissing``, ``repairing``, ``similar`` and ``gate`` touch the database.
"""
