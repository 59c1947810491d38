"""Find faults of a JSON Feed by the schema of the format."""

import json
from pathlib import Path

import jsonschema


def findings(document: bytes, samples: Path) -> list[str]:
    """Return all findings as sentences; empty for a feed without fault."""
    schema = json.loads((samples / "jsonfeed" / "schema-v1.1.json").read_bytes())
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{list(error.path)}: {error.message}" for error in checker.iter_errors(json.loads(document))]
