"""A migrated database that tests clone is made anew when anything that migrations import has changed."""

from pathlib import Path

import pytest

import dateline
from tests.support.databases import deciding_files, digest_of

SOURCE = Path(dateline.__file__).parent


@pytest.mark.parametrize(
    "path",
    [
        "config/settings.py",
        "editions/newsroom.py",
        "newsroom/desk/fields.py",
        "newsroom/desk/migrations/0002_desk.py",
        "newsroom/desk/models/first_kinds.toml",
        "newsroom/desk/models/texts.py",
        "newsroom/desk/people/role_groups.py",
        "newsroom/distribution/migrations/0001_initial.py",
        "newsroom/publication/log.py",
        "text/languages.py",
    ],
)
def test_what_migrations_import_decides(path):
    assert SOURCE / path in deciding_files(SOURCE)


@pytest.mark.parametrize(
    ("changed", "is_another"),
    [("app/models/texts.py", True), ("deep.py", True), ("app/models/words.toml", True), ("beside.py", False)],
)
def test_the_database_is_made_anew_exactly_when_a_deciding_file_changes(tmp_path, changed, is_another):
    source = tmp_path / "package"
    files = {
        "app/migrations/0001.py": "import package.app.models\n",
        "app/models/__init__.py": "from package.app.models.texts import Text\n",
        "app/models/texts.py": "def late():\n    import package.deep\n",
        "app/models/words.toml": "",
        "deep.py": "",
        "beside.py": "",
    }
    for path, text in files.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text)
    before = digest_of(deciding_files(source))

    (source / changed).write_text(files[changed] + "# changed\n")

    assert (digest_of(deciding_files(source)) != before) is is_another
