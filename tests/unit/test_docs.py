"""Docs name files, links, targets and commands that exist."""

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from dateline.config.cli import COMMANDS
from tests.support.databases import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "tests" / "README.md"])
PLANNED = {"public/verify", "newsroom/pressroom"}
HOME = {"public/media/", "public/activitypub.pem"}
WINGS = tuple(path.name for path in (ROOT / "src" / "dateline").iterdir() if path.is_dir())
FOLDERS = ("tests", "docs", "src", "bench", "deploy", "examples", "requirements", *WINGS)


def tracked() -> set[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = listed.stdout.splitlines()
    return {*files, *(str(folder) for file in files for folder in Path(file).parents)}


def codes(page: Path) -> Iterator[str]:
    prose = re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    yield from re.findall(r"`([^`\n]+)`", prose)


@pytest.fixture(scope="module")
def paths():
    return tracked()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page):
    links = re.findall(r"\]\(([^)#]+)", page.read_text("utf-8"))

    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_files_and_folders_exist(page, paths):
    named = {code for code in codes(page) if re.fullmatch(rf"({'|'.join(FOLDERS)})/[\w./-]*", code)} - PLANNED - HOME
    missing = {name for name in named if not {name.rstrip("/"), f"src/dateline/{name.rstrip('/')}"} & paths}
    modules = {code for code in codes(page) if re.fullmatch(r"[\w-]+\.(py|toml|conf|lua)", code)}
    basenames = {Path(path).name for path in paths}

    assert missing | (modules - basenames) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_targets_and_commands_exist(page):
    text = page.read_text("utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named_targets = set(re.findall(r"^`?make ([a-z-]+)", text, re.MULTILINE)) | set(
        re.findall(r"`make ([a-z-]+)", text)
    )
    named_commands = set(re.findall(r"(?:^|`|bin/)dateline ([a-z]+)", text, re.MULTILINE))

    assert named_targets - targets == set()
    assert named_commands - set(COMMANDS) == set()
