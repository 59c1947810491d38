"""The writers of feeds: one module for each format, listed in ``registry``."""
