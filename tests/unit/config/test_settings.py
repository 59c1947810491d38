import json
import subprocess
import sys

import pytest

NAMES = [
    "DEBUG",
    "ALLOWED_HOSTS",
    "FOREIGN_PATHS",
    "CSRF_TRUSTED_ORIGINS",
    "SESSION_COOKIE_NAME",
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SECURE_HSTS_SECONDS",
    "DATABASES",
    "USE_TZ",
    "WAGTAILADMIN_BASE_URL",
]
READ = f"""
import json
from dateline.config import settings
print(json.dumps({{name: getattr(settings, name) for name in {NAMES}}}))
"""


def settings(tmp_path, **environment):
    """Return settings as a process with this environment reads them, or the last line of its error."""
    given = {"DATELINE_HOME": str(tmp_path), "DATELINE_SECRET_KEY": "x", **environment}
    done = subprocess.run([sys.executable, "-c", READ], env=given, capture_output=True, text=True)
    return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip().splitlines()[-1]


def test_unless_told_otherwise_the_desk_is_for_this_machine_and_its_database_lies_in_the_home(tmp_path):
    found = settings(tmp_path)

    assert found["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost"]
    assert found["DEBUG"] is False
    assert found["USE_TZ"] is True
    assert found["DATABASES"]["default"]["NAME"] == str(tmp_path / "dateline.sqlite3")
    assert found["DATABASES"]["default"]["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in found["DATABASES"]["default"]["OPTIONS"]["init_command"]


def test_the_desk_knows_the_public_name_where_letters_come_to_it_and_for_their_inbox_alone(tmp_path):
    public = {"DATELINE_PUBLIC_URL": "https://news.example.org", "DATELINE_DESK_URL": "https://desk.example.org"}
    without = settings(tmp_path, **public)
    on = settings(tmp_path, DATELINE_ACTIVITYPUB="news", **public)
    alone = settings(tmp_path, DATELINE_ACTIVITYPUB="news")

    assert "news.example.org" not in without["ALLOWED_HOSTS"]
    assert {"news.example.org", "desk.example.org"} < {*on["ALLOWED_HOSTS"]}
    assert on["FOREIGN_PATHS"] == {"news.example.org": "/account/activitypub"}
    assert without["FOREIGN_PATHS"] == alone["FOREIGN_PATHS"] == {}
    assert alone["ALLOWED_HOSTS"] == ["127.0.0.1", "[::1]", "localhost"]


def test_behind_https_cookies_are_tied_to_the_host_and_never_sent_in_the_clear(tmp_path):
    found = settings(tmp_path, DATELINE_DESK_URL="https://desk.example.org/")

    assert "desk.example.org" in found["ALLOWED_HOSTS"]
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://desk.example.org"]
    assert found["WAGTAILADMIN_BASE_URL"] == "https://desk.example.org"
    assert found["SESSION_COOKIE_NAME"] == "__Host-dateline"
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] > 0


def test_a_postgresql_database_is_taken_from_its_address(tmp_path):
    found = settings(tmp_path, DATELINE_DATABASE_URL="postgres://writer:secret@db.example.org:5433/news")

    database = found["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.example.org", 5433, "news")
    assert database["CONN_HEALTH_CHECKS"] is True


@pytest.mark.parametrize("url", ["none", "mysql://db/news"])
def test_another_database_is_refused(tmp_path, url):
    assert "must begin with postgres:// or sqlite:///" in settings(tmp_path, DATELINE_DATABASE_URL=url)


def test_without_a_secret_key_there_are_no_settings(tmp_path):
    assert "there is no secret key" in settings(tmp_path, DATELINE_SECRET_KEY="")
