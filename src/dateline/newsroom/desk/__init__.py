"""Where news is written, reviewed, cleared and published: Wagtail, with our models.

Drafts live here and nowhere else. Only actions (``desk.actions``) change what the public reads: each changes the desk
and appends to the publication log in one transaction. The guard (``desk.guard``) refuses every other change of what
is live.
"""
