"""What is wrong with a JSON Feed, by the schema of its format."""

import json
from pathlib import Path

import jsonschema


def findings(document: bytes, samples: Path) -> list[str]:
    """All findings as sentences; none for a feed without fault."""
    schema = json.loads((samples / "jsonfeed" / "schema-v1.1.json").read_bytes())
    checker = jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker())
    return [f"{list(error.path)}: {error.message}" for error in checker.iter_errors(json.loads(document))]
