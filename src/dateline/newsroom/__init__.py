"""The private wing: the desk writes the publication log here, with Django and its database.

The public processes import nothing from this package.
"""
