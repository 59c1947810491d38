"""Who may sign in: a new password changes no role, a closed account stays closed, a mistyped name makes nobody."""

import click
import pytest
from click.testing import CliRunner

from dateline.config.cli import main
from dateline.config.commands.invite import ROLES
from dateline.newsroom.desk.models import Role, User
from dateline.newsroom.desk.people import role_groups
from dateline.runtime import database_checks as checks
from tests.support.desk.builders import a_user, an_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def dateline(monkeypatch):
    """The command line in this process; its logging would replace that of the tests."""
    monkeypatch.setattr("dateline.runtime.logs.configure", lambda _settings: None)

    def run(*arguments):
        done = CliRunner().invoke(main, arguments)
        assert done.exception is None or isinstance(done.exception, SystemExit | click.ClickException), done.exception
        return done.exit_code, done.output

    return run


def held(name):
    groups = User.objects.get(username=name).groups.select_related("desk_role__office")
    return {(g.desk_role.role, g.desk_role.office and g.desk_role.office.slug) for g in groups}


def said_password(output):
    return output.split(" signs in once with ")[1].split()[0]


def test_a_new_password_leaves_the_roles_of_a_person_alone(dateline):
    office = an_office("mission")
    aida = a_user("aida")
    role_groups.give(aida, Role.AUTHOR, office)

    code, output = dateline("password", "aida")

    aida.refresh_from_db()
    assert code == 0
    assert aida.check_password(said_password(output))
    assert (aida.must_set_password, aida.is_superuser, held("aida")) == (True, False, {("author", "mission")})


def test_a_closed_account_stays_closed_unless_it_is_reopened(dateline):
    aida = a_user("aida", is_active=False)

    code, output = dateline("password", "aida")

    aida.refresh_from_db()
    assert (code, aida.is_active, aida.has_usable_password()) == (1, False, False)
    assert "the account of aida is closed and stays so; --reopen opens it" in output
    code, output = dateline("password", "aida", "--reopen")
    aida.refresh_from_db()
    assert (code, aida.is_active, aida.check_password(said_password(output))) == (0, True, True)


def test_a_mistyped_name_makes_nobody_and_is_told_which_was_meant(dateline):
    a_user("aida.kolm")

    code, output = dateline("password", "aida.klom")

    assert code == 1
    assert "there is nobody called aida.klom (did you mean aida.kolm?)" in output
    assert list(User.objects.values_list("username", flat=True)) == ["aida.kolm"]


def test_an_invited_person_has_the_role_that_was_said_and_no_other(dateline):
    an_office("mission")

    code, output = dateline("invite", "boro", "--role", "duty-officer", "--office", "mission")

    boro = User.objects.get(username="boro")
    assert (code, held("boro"), boro.is_superuser) == (0, {("duty officer", "mission")}, False)
    assert boro.check_password(said_password(output))
    assert boro.must_set_password


def test_nobody_is_invited_twice_without_a_role_or_for_an_office_that_is_not_there(dateline):
    a_user("aida")
    an_office("mission")

    assert "there is somebody called aida already" in dateline("invite", "aida", "--role", "author")[1]
    assert "Missing option '--role'" in dateline("invite", "boro")[1]
    assert (
        "no office misson (did you mean mission?)"
        in dateline("invite", "b", "--role", "author", "--office", "misson")[1]
    )
    assert "leave --office out" in dateline("invite", "b", "--role", "administrator", "--office", "mission")[1]
    assert User.objects.count() == 1


def test_every_role_can_be_typed():
    assert [role.replace("duty-", "duty ") for role in ROLES] == list(Role)


def test_where_all_accounts_are_closed_the_check_says_how_one_is_opened():
    a_user("aida", is_active=False)

    assert list(checks.of_people(None)) == [
        "Nobody can sign in at the desk: `dateline password NAME --reopen` opens an account again."
    ]
