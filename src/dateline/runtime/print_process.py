"""The print process.

It reads one job from standard input, writes the file to standard output, and exits. Each job has a process of its own.
So a hostile text that harms the typesetter cannot affect another job. The process holds no secret, opens no connection,
and runs at low priority.
"""

import os
import resource
import sys
import warnings
from pathlib import Path

import msgspec

from dateline.public.prints.jobs import Job, LinkPreview, Sheet
from dateline.runtime.lifeline import end_with_parent

MISSING, REFUSED = 3, 4
"""Exit codes: a library or font is missing; the job cannot be printed. The reason is on standard error."""

_NICE = 5  # on a busy core a print gets a third of the time that a page gets; with 10 it would get almost none
_MEMORY_BYTES = 1_500_000_000
_CPU_S = 30


def main() -> None:
    """Print one job; the first argument names the public media folder. ``--try`` only loads what printing needs."""
    end_with_parent()
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (_CPU_S, _CPU_S))
    warnings.simplefilter("ignore")  # deprecations in libraries are not for the log of a newsroom
    try:
        if sys.argv[1] == "--try":
            _try()
        else:
            job = msgspec.json.decode(sys.stdin.buffer.read(), type=Job)
            sys.stdout.buffer.write(_printed(job, Path(sys.argv[1])))
    except (ImportError, OSError) as error:  # Pango is opened when WeasyPrint is imported; a font when it is used
        _end(MISSING, error)
    except Exception as error:  # noqa: BLE001 - the parent gets a sentence
        _end(REFUSED, error)


def _printed(job: Job, media: Path) -> bytes:
    return _link_preview(job) if isinstance(job, LinkPreview) else _sheet(job, media)


def _link_preview(job: LinkPreview) -> bytes:
    from dateline.public.prints import link_preview  # noqa: PLC0415

    return link_preview.draw_link_preview(job)


def _sheet(job: Sheet, media: Path) -> bytes:
    from dateline.public.prints import pdf  # noqa: PLC0415

    return pdf.render_pdf(job, media)


def _try() -> None:
    from dateline.public.prints import link_preview, pdf  # noqa: F401, PLC0415

    link_preview.check_fonts()


def _end(status: int, error: Exception) -> None:
    lines = str(error).strip().splitlines()
    sys.stderr.write(f"{type(error).__name__}: {lines[0] if lines else ''}\n")
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main()
