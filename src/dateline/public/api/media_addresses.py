"""Absolute addresses of public files in answers: beside each ``file`` stands its ``file_url``."""

from typing import Any

FILE, FILE_URL = "file", "file_url"


def with_file_urls(value: Any, root: str) -> Any:
    """Return plain values in which each object with a ``file`` also has its address.

    Args:
        value: dictionaries, lists and single values.
        root: address of the site without a trailing slash.

    Returns:
        The address is empty where the name is: a provider has the recording.
    """
    match value:
        case dict():
            found = {name: with_file_urls(one, root) for name, one in value.items()}
            if FILE in found:
                found[FILE_URL] = f"{root}/media/{found[FILE]}" if found[FILE] else ""
            return found
        case list() | tuple():
            return [with_file_urls(one, root) for one in value]
    return value


def describe_file_urls(schemas: dict[str, Any]) -> None:
    """Add the addresses to the JSON schemas of all objects with a ``file``."""
    meaning = "Absolute address of the file, which scripts of any site may read; empty where there is none."
    for schema in schemas.values():
        if FILE in schema.get("properties", {}):
            schema["properties"] |= {FILE_URL: {"type": "string", "description": meaning}}
            schema["required"] = [*schema.get("required", []), FILE_URL]
