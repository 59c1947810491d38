"""Where news is written, reviewed, cleared and published: Wagtail, with our models.

Drafts live here and nowhere else. What the public reads leaves through the deeds (``desk.deeds``), each of
which changes the desk and appends to the publication log in one transaction. Every other way in which Wagtail
would change what is live is refused (``desk.guard``).
"""
