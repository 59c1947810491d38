"""Measure Dateline as a user would start it: ``python -m bench --releases 10000 --json figures.json``."""

import argparse
import os
import platform
import signal
import sys
import threading
from pathlib import Path
from typing import Any

import msgspec

from bench import driving, filling, rows, servers
from bench.measuring import Bench, Measured
from bench.publishing import visible
from bench.stock import Stock, stock_of

_TITLES = ("", "asked", "requests/s", "p50 ms", "p99 ms", "CPU ms", "bytes", "of ceiling", "of its CPU", "of nginx")


def main() -> None:
    """Build the archive, start the servers, send requests and print the table."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))  # so that the servers are stopped as well
    options = _options()
    if not driving.is_there():
        sys.exit(driving.HOW_TO_GET)
    home = options.home or Path("build/bench") / ("samples" if options.samples else f"{options.releases}")
    built = filling.filled(home, options.releases, options.samples)
    stock = stock_of(home / "archive")
    report = _building(built) | _serving(home, stock, options.seconds) | _publishing(home, stock)
    if options.json:
        options.json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--releases", type=int, default=10_000, help="made-up releases (10000, 100000, 1000000)")
    parser.add_argument("--samples", type=Path, help="folder with real material to fill the archive with instead")
    parser.add_argument("--home", type=Path, help="folder to build the archive in, or that has one")
    parser.add_argument("--seconds", type=float, default=3, help="of each drive")
    parser.add_argument("--json", type=Path, help="file to write the figures to")
    return parser.parse_args()


def _building(built: filling.Built) -> dict[str, Any]:
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(
        f"archive: {built.texts:,} editions built in {built.took_s:.1f} s, {built.per_s:,.0f} a second, "
        f"{built.cpu_s * 1000 / built.texts:.2f} ms of processor time each; "
        f"{built.size_bytes / 1e6:,.0f} MB on disk for {built.log_bytes / 1e6:,.0f} MB of editions"
    )
    return {"built": {**msgspec.structs.asdict(built), "per_s": round(built.per_s, 1)}}


def _serving(home: Path, stock: Stock, seconds: float) -> dict[str, Any]:
    with servers.public(home) as ours, servers.ceiling() as ceiling:
        began = ours.memory_mb()
        print(f"public process: first page after {ours.began_s:.2f} s, {_memory(began)}")
        print(_line(_TITLES))
        measured = []
        for row in Bench(stock, ours, ceiling, seconds=seconds).all():
            print(_line(_cells(row)), flush=True)
            measured.append(row)
        ended = ours.memory_mb()
        print(f"public process afterwards: {_memory(ended)}")
        return {"rows": measured, "start_s": round(ours.began_s, 2), "memory_mb": {"start": began, "end": ended}}


def _publishing(home: Path, stock: Stock) -> dict[str, Any]:
    """Measure publications while two public processes answer requests."""
    with servers.public(home, workers=2) as ours:
        known, _ = rows.mix(stock, 1)
        asked = {"seconds": 12, "connections": 4}
        readers = threading.Thread(target=driving.drive, args=(ours.port, known), kwargs=asked)
        readers.start()
        found = visible(home, ours)
        readers.join()
    print(
        f"published: generation written after {found.written_p50_ms} ms, shown by two processes that are read "
        f"meanwhile after {found.visible_p50_ms} ms (median), {found.visible_p99_ms} ms (p99)"
    )
    return {"published": found}


def _memory(processes: list[tuple[int, int]]) -> str:
    return "; ".join(f"{own} MB of its own and {mapped} MB of files mapped" for own, mapped in processes)


def _cells(row: Measured) -> tuple[str, ...]:
    return (
        *(row.name, "before" if row.cached else "never", f"{row.requests_per_s:,.0f}", f"{row.p50_ms:.2f}"),
        *(f"{row.p99_ms:.2f}", f"{row.cpu_ms:.3f}", f"{row.length:,}", f"{row.ceiling_ratio:.0%}"),
        *(f"{row.ceiling_cpu_ratio:.0%}", f"{row.nginx_ratio:.0%}"),
    )


def _line(cells: tuple[str, ...]) -> str:
    name, *rest = cells
    return f"{name:26}" + "".join(f"{cell:>11}" for cell in rest)


if __name__ == "__main__":
    main()
