"""`dateline import`: archives of other systems."""

from dateline.config.cli_import import import_

__all__ = ["import_"]
