"""Formats of days and times, for languages whose formats in Django fit one country only.

11/12/2026 is one day in the United States and another in Britain. Django requires one package per language
(``FORMAT_MODULE_PATH``).
"""
