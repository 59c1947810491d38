"""Prints: the PDF of a release, and the PNG picture that link previews show of it.

The public process writes a job (``jobs``) with everything that the file shows. Drawing it (``pdf``, ``link_preview``)
takes seconds and large libraries, so ``runtime`` starts a process for each job. Nothing is fetched from a network,
and the same job gives the same bytes.
"""
