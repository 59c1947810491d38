"""No module needs itself: imports form no cycle, and modules import at their top."""

from pathlib import Path

import dateline
from tests.support.imports import graph_of, imports_of, late_statements, modules_below, strongly_connected

SOURCE = Path(dateline.__file__).parent

LATE = {
    "dateline.config.commands": "a command imports what it runs, in one statement, once Django is set up",
    "dateline.newsroom.desk.apps": "`ready` imports what needs the models, once they are loaded",
    "dateline.runtime.backup.keys": "a backup without recipients works where no package of pyrage can be installed",
    "dateline.runtime.django_setup": "it sets Django up",
    "dateline.runtime.installation_checks": "it checks the settings before Django is set up",
    "dateline.runtime.print_process": "the process that prints loads its libraries, its parent does not",
    "dateline.public.formats": "icalendar and markdownify take long to load, and few requests need them",
    "dateline.public.site.pages.prints": "segno takes long to load, and few pages are printed",
}
"""Modules and packages that may import inside a function, each with its reason."""


def test_no_modules_import_one_another():
    assert strongly_connected(graph_of(SOURCE)) == []


def test_functions_import_nothing_but_where_a_reason_is_given():
    modules = modules_below(SOURCE)
    late = {name for name, file in modules.items() if any(is_late for _, is_late in imports_of(name, file, modules))}
    allowed = {entry: {name for name in late if f"{name}.".startswith(f"{entry}.")} for entry in LATE}

    assert late - set().union(*allowed.values()) == set()
    assert {entry for entry, names in allowed.items() if not names} == set(), "entries of LATE that nothing needs"


def test_a_function_imports_in_one_statement_at_most():
    modules = modules_below(SOURCE)
    counts = {name: late_statements(file) for name, file in modules.items()}

    assert {
        name: many for name, found in counts.items() if (many := {f for f, count in found.items() if count > 1})
    } == {}


def test_a_command_imports_late_once():
    modules = modules_below(SOURCE)
    counts = {
        name: late_statements(file) for name, file in modules.items() if name.startswith("dateline.config.commands.")
    }

    assert {name: found for name, found in counts.items() if len(found) > 1} == {}


def test_late_imports_are_counted_for_each_function(tmp_path):
    file = tmp_path / "module.py"
    file.write_text(
        "import a\n"
        "class B:\n    def once(self):\n        from c import d, e\n"
        "def twice():\n    import f\n    def inner():\n        import g\n"
        "def never():\n    pass\n"
    )

    assert late_statements(file) == {"once": 1, "twice": 2}


def test_a_circle_is_found_through_late_imports(tmp_path):
    package = tmp_path / "package"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "a.py").write_text("from package import b\n")
    (package / "b.py").write_text("def late():\n    from package.c import d\n")
    (package / "c.py").write_text("from .a import x\n")

    assert strongly_connected(graph_of(package)) == [{"package.a", "package.b", "package.c"}]
