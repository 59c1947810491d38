"""What this package refuses."""

from dateline.runtime.errors import ConfigError


class BackupError(ConfigError):
    """A backup cannot be made, verified or restored; the message says why and what to do."""
