"""Formats of days and times, for languages whose formats in Django suit one country only.

To an American, 11/12/2026 is another day than to a Briton. Django prescribes a package for each language
(``FORMAT_MODULE_PATH``).
"""
