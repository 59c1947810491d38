"""The rule by which snapshots are kept: the newest ones, and of older months the last one of each."""

from collections.abc import Sequence

from dateline.runtime.backup.folder import Snapshot


def superfluous(snapshots: Sequence[Snapshot], *, keep: int, keep_monthly: int) -> list[Snapshot]:
    """Return the snapshots to delete, oldest first.

    Args:
        snapshots: oldest first.
        keep: number of newest snapshots to keep; at least 1.
        keep_monthly: number of months before these of which the last snapshot is kept.
    """
    older = snapshots[: -max(1, keep)]
    last_of_month = {(one.manifest.made_at.year, one.manifest.made_at.month): one for one in older}
    months = sorted(last_of_month)[-keep_monthly:] if keep_monthly else []
    kept = {last_of_month[month].name for month in months}
    return [one for one in older if one.name not in kept]
