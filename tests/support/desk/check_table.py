"""The table of checks in ``docs/reference/desk-checks.md``: ``python -m tests.support.desk.check_table`` writes it."""

from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "desk-checks.md"
BEGIN, END = "<!-- made from the registry -->\n", "<!-- end -->\n"


def table() -> str:
    """Return the rows of the table, made from the registry."""
    from dateline.newsroom.desk.checks.registry import CHECKS

    rows = ["| check | key | gravest | languages | what it looks for |", "| --- | --- | --- | --- | --- |"]
    for check in CHECKS:
        languages = ", ".join(sorted(check.languages)) or "any"
        rows.append(f"| {check.title} | `{check.key}` | {check.severity} | {languages} | {check.explains} |")
    return "\n".join(rows) + "\n"


def main() -> None:
    """Write the table into the page."""
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    PAGE.write_text(before + BEGIN + "\n" + table() + "\n" + END + rest.partition(END)[2], "utf-8")


if __name__ == "__main__":
    import os

    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "dateline.config.settings"
    django.setup()
    main()
