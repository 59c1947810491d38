"""Releases as the news industry takes them in: one at a time, or as the package that a list makes.

A module and a row each, as with the writers of feeds.
"""
