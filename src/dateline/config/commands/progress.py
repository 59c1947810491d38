"""Progress of long steps: a bar on a terminal, plain lines elsewhere."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Steps = Callable[[int, int], None]
"""Called with the number of steps done, and of all."""

LINE_EVERY_S = 10.0


@contextmanager
def steps(title: str) -> Iterator[Steps]:
    """Show the progress of a task; nothing appears before the first step."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console, title)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console) as progress:
        task = progress.add_task(title, total=None, visible=False)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total, visible=True)

        yield tell


def _lines(console: Console, title: str) -> Steps:
    shown_at_s = float("-inf")

    def tell(done: int, total: int) -> None:
        nonlocal shown_at_s
        if done == total or time.monotonic() - shown_at_s >= LINE_EVERY_S:
            shown_at_s = time.monotonic()
            console.print(f"{title}: {done} of {total}", highlight=False)

    return tell
