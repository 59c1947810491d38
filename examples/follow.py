"""Keep a folder in step with a newsroom, one JSON file a text: ``python follow.py https://news.example.org folder``."""

import hashlib
import json
import sys
import urllib.request
from pathlib import Path

site, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
folder.mkdir(exist_ok=True)
mark = folder / "position"
position, last, owed = json.loads(mark.read_text()) if mark.exists() else (0, "", {})


def ask(query: str) -> list[tuple[dict, dict]]:
    """Return a page of the log, each line as told and the entry in it."""
    with urllib.request.urlopen(f"{site}/api/v1/log?{query}", timeout=60) as answer:
        return [(one, json.loads(one["entry"])) for one in json.load(answer)["entries"]]


def write(path: Path, value: object) -> None:
    """Write a file, all of it or nothing."""
    path.with_suffix(".new").write_text(json.dumps(value))
    path.with_suffix(".new").replace(path)


def take(one: dict, entry: dict) -> None:
    """Check a line and bring its text into the folder."""
    digests = [hashlib.sha256(one[name].encode()).hexdigest() for name in ("entry", "edition") if one[name]]
    if digests != [one["digest"], entry["edition"]][: len(digests)]:
        sys.exit(f"the log has been changed at position {one['position']}")
    file = folder / f"{entry['number']}.{entry['subject']['language']}.json"
    owed.pop(file.name, None)
    if one["withheld"]:  # closed by an emergency: to be asked for again
        owed[file.name] = one["position"]
    if entry["subject"]["kind"] == "release" and one["edition"]:
        state = "withdrawn" if entry["change"] == "withdrawn" else "public"
        write(file, json.loads(one["edition"]) | {"state": state})
    elif entry["subject"]["kind"] == "release":  # removed, erased, or its words went away later
        file.unlink(missing_ok=True)


while True:
    for again in list(owed.values()):
        take(*ask(f"after={again - 1}&limit=1")[0])
    for one, entry in ask(f"after={position}&wait=30"):
        if entry["previous"] != last:
            sys.exit(f"the log has been changed at position {one['position']}")
        take(one, entry)
        position, last = one["position"], one["digest"]
    write(mark, (position, last, owed))
