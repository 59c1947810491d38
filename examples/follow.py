"""Keep a folder in step with a newsroom, one JSON file a text: ``python follow.py https://news.example.org folder``."""

import hashlib
import json
import sys
import urllib.request
from pathlib import Path

site, folder = sys.argv[1].rstrip("/"), Path(sys.argv[2])
folder.mkdir(exist_ok=True)
mark = folder / "position"
position, last = mark.read_text().split() if mark.exists() else ("0", "")

while True:
    with urllib.request.urlopen(f"{site}/api/v1/log?after={position}&wait=30") as answer:
        page = json.load(answer)
    for one in page["entries"]:
        entry = json.loads(one["entry"])
        digests = [hashlib.sha256(one[name].encode()).hexdigest() for name in ("entry", "edition") if one[name]]
        if entry["previous"] != last or digests != [one["digest"], entry["edition"]][: len(digests)]:
            sys.exit(f"the log has been changed at position {one['position']}")
        file = folder / f"{entry['number']}.{entry['subject']['language']}.json"
        if entry["subject"]["kind"] == "release" and one["edition"]:
            state = "withdrawn" if entry["change"] == "withdrawn" else "public"
            file.write_text(json.dumps(json.loads(one["edition"]) | {"state": state}))
        elif entry["subject"]["kind"] == "release":  # removed, erased, or its words went away later
            file.unlink(missing_ok=True)
        position, last = one["position"], one["digest"]
        mark.write_text(f"{position} {last}")
