import re

from dateline.public.site import assets, theme


def test_files_are_found_under_the_names_pages_use_and_under_no_other():
    for asset in (assets.sheet("#7a1f2b"), assets.icon("#7a1f2b"), assets.script()):
        assert assets.find(asset.name) == asset
        assert assets.find(asset.name.replace(".", ".0", 1)) is None
    assert assets.find("../look.py") is None
    assert assets.find("site-7a1f2b.000000000000.css") is None


def test_a_name_changes_with_the_bytes():
    assert assets.sheet("#7a1f2b").name != assets.sheet("#0b5c6b").name
    assert re.fullmatch(r"site-7a1f2b\.[0-9a-f]{12}\.css", assets.sheet("#7a1f2b").name)


def test_the_sheet_loads_nothing_from_elsewhere():
    sheet = assets.sheet(theme.DEFAULT).body.decode()

    assert "url(" not in sheet
    assert "@import" not in sheet


def test_every_colour_of_the_sheet_that_follows_the_accent_is_defined():
    sheet = assets.sheet(theme.DEFAULT).body.decode()

    used = set(re.findall(r"var\(--([a-z-]+)\)", sheet))
    defined = set(re.findall(r"--([a-z-]+):", sheet))

    assert used <= defined


def test_the_sheet_knows_no_side_but_begin_and_end():
    """Physical sides would be wrong in Arabic."""
    sheet = re.sub(r"/\*.*?\*/", "", assets.sheet(theme.DEFAULT).body.decode(), flags=re.DOTALL)

    assert not re.search(
        r"\b(margin|padding|border)-(left|right)\b|text-align:\s*(left|right)|float:\s*(left|right)", sheet
    )
