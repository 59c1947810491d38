"""An empty folder becomes a newsroom by `dateline up` alone, however often that is cut short."""

import http.cookiejar
import os
import re
import signal
import time
import urllib.parse
import urllib.request

import pytest

from dateline.runtime.home import FORMAT, Home
from tests.support.installation import fetch, free_port, wait_for

pytestmark = pytest.mark.both


@pytest.fixture
def empty(installation, vendor):
    """An installation without a home; on PostgreSQL the database stays, migrated and without people."""
    for path in sorted(installation.home.path.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    installation.home.path.rmdir()
    installation.home = Home(installation.home.path)
    if vendor == "sqlite":
        installation.environment = {**installation.environment}
        del installation.environment["DATELINE_DATABASE_URL"]
    return installation


def start(installation):
    """Start and return (process, desk's address, what it said once it was ready)."""
    installation.home.logs.mkdir(parents=True, exist_ok=True)
    before = len(installation.output())
    port, desk_port = free_port(), free_port()
    process = installation.start("up", "--port", str(port), "--desk-port", str(desk_port))
    wait_for(lambda: "Ctrl-C stops everything" in installation.output()[before:], 120)
    assert fetch(f"http://127.0.0.1:{port}/en/news")[0] == 200
    return process, f"http://127.0.0.1:{desk_port}", installation.output()[before:]


def stop(process):
    os.kill(process.pid, signal.SIGINT)
    assert process.wait(15) == 0


def kill(process):
    process.kill()
    process.wait()


def password_in(said):
    found = re.search(r"Sign in as editor with the one-time password (\S+)", said)
    return found and found[1]


class Browser:
    def __init__(self, desk):
        self.desk = desk
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path, **form):
        """Return (final address, page); a form is posted with the token of the page before."""
        data = None
        if form:
            token = next(cookie.value for cookie in self.cookies if "csrf" in cookie.name)
            data = urllib.parse.urlencode({**form, "csrfmiddlewaretoken": token}).encode()
        request = urllib.request.Request(self.desk + path, data, {"Referer": self.desk + path})
        with self.opener.open(request, timeout=60) as answer:
            return answer.url.removeprefix(self.desk), answer.read().decode()


def sign_in(desk, password):
    browser = Browser(desk)
    browser.open("/account/login/")
    return browser, browser.open("/account/login/", login="editor", password=password)[0]


def cut_short(empty):
    """Kill `dateline up`, and then what it runs first, before, in and between migrations."""
    empty.home.logs.mkdir(parents=True)
    process = empty.start("up", "--port", str(free_port()), "--desk-port", str(free_port()))
    wait_for(empty.home.format_file.exists, 60)
    kill(process)
    for wait_s in (0.01, 0.1, 0.5, 2.0, 4.0):
        process = empty.start("prepare")
        time.sleep(wait_s)
        kill(process)


def prepare(installation):
    """Prepare the running newsroom again, as each start does; return the one-time password it names."""
    prepared = installation.run("prepare")
    assert prepared.returncode == 0, prepared.stderr
    return password_in(prepared.stdout)


@pytest.mark.slow
def test_cut_short_at_any_moment_an_empty_folder_becomes_a_newsroom_whose_first_password_is_good_for_one_sign_in(empty):
    cut_short(empty)

    process, desk, said = start(empty)
    password = password_in(said)
    assert re.fullmatch(r"([a-z2-9]{5}-){3}[a-z2-9]{5}", password)
    assert empty.home.format() == FORMAT
    assert empty.run("log", "check").returncode == 0
    assert empty.run("check").returncode == 0

    newer = prepare(empty)
    assert newer != password  # nobody has signed in yet: the first one may never have been read
    assert sign_in(desk, password)[1] == "/account/login/"
    assert sign_in(desk, newer)[1] == "/account/password/set/"
    assert sign_in(desk, newer)[1] == "/account/login/"  # used up, by a sign-in that set no own one

    browser, address = sign_in(desk, prepare(empty))
    assert address == "/account/password/set/"
    assert browser.open("/")[0] == "/account/password/set/"
    own = "a long sentence of my own"
    browser.open("/account/password/set/", password1=own, password2=own)
    address, page = browser.open("/")
    assert address == "/"
    assert "Newsroom" in page

    stop(process)
    process, desk, said = start(empty)
    assert password_in(said) is None
    assert "one-time password" not in said
    assert sign_in(desk, own)[1] == "/"
    checked = empty.run("check")
    assert (checked.returncode, checked.stdout) == (0, f"Nothing is wrong with the newsroom in {empty.home.path}.\n")


def test_what_cannot_be_used_is_told_in_sentences(installation):
    for environment, sentence in (
        ({"DATELINE_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}, "The database does not answer: "),
        ({"DATELINE_DATABASE_URL": "none"}, "DATELINE_DATABASE_URL must begin with postgres:// or sqlite:///"),
        ({"DATELINE_HOME": "/proc/none"}, "`dateline up` does that."),
    ):
        checked = installation.run("check", **environment)
        worked = installation.run("work", **environment)

        assert (checked.returncode, checked.stderr) == (1, "")
        assert sentence in checked.stdout
        assert worked.returncode == 1
        assert worked.stderr.startswith("Error: ")
        assert worked.stderr.count("\n") == 1


def test_a_server_for_other_machines_wants_its_address(installation):
    done = installation.run("up", "--host", "0.0.0.0", "--port", str(free_port()))

    assert done.returncode == 1
    assert "set DATELINE_PUBLIC_URL to the address people use" in done.stderr


@pytest.mark.slow
def test_an_archive_of_another_form_is_rebuilt_by_upgrade(installation):
    worker = installation.start("work")
    wait_for(installation.home.archive_mark.exists, 30)
    worker.terminate()
    worker.wait(10)
    manifest = installation.home.archive / "manifest.json"
    manifest.write_text(re.sub(r'"format": \d+', '"format": 0', manifest.read_text()))
    assert "its format is 0" in installation.run("check").stdout

    upgraded = installation.run("upgrade")

    assert upgraded.returncode == 0, upgraded.stderr
    assert "The archive stands at position" in upgraded.stdout
    assert installation.run("invite", "editor", "--role", "editor-in-chief").returncode == 0
    checked = installation.run("check")
    assert checked.returncode == 0, checked.stdout
