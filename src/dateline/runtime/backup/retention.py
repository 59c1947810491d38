"""Which snapshots stay: the newest ones, and of older ones the last of each month."""

from collections.abc import Sequence

from dateline.runtime.backup.folder import Snapshot


def superfluous(snapshots: Sequence[Snapshot], *, keep: int, keep_monthly: int) -> list[Snapshot]:
    """Return the snapshots to delete, oldest first.

    Args:
        snapshots: oldest first.
        keep: so many of the newest stay; at least 1.
        keep_monthly: so many months before them keep their last snapshot.
    """
    older = snapshots[: -max(1, keep)]
    last_of_month = {(one.manifest.made_at.year, one.manifest.made_at.month): one for one in older}
    months = sorted(last_of_month)[-keep_monthly:] if keep_monthly else []
    kept = {last_of_month[month].name for month in months}
    return [one for one in older if one.name not in kept]
