"""The private wing: the desk writes the publication log here, with Django and its database.

Nothing under this package is imported by what the public runs.
"""
