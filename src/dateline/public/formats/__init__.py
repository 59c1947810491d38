"""Releases in the formats of the news industry: single ones, and pages of a list as packages.

To add a format, add a module here and a row to ``serving.FORMATS``.
"""
