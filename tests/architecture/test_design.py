"""The sheets of the State design system hold what our pages show: `scripts/design.py` and
`scripts/icons.py` write them again."""

import re

import pytest

from scripts import design, icons


def test_the_sheet_is_what_would_be_written():
    assert design.SHEET.read_text() == design.sheet(), "python scripts/design.py"


@pytest.mark.parametrize(("folder", "pattern"), [*icons.PLACES.items(), ("static/css", "*.css")])
def test_nothing_of_ours_names_what_the_sheet_leaves_out(folder, pattern):
    named = {
        f"{path.relative_to(design.ROOT)} : {found}"
        for path in (design.ROOT / folder).rglob(pattern)
        if path not in (design.SHEET, icons.SHEET)
        for found in design.LEFT_OUT.findall(path.read_text())
    }
    assert not named


@pytest.mark.parametrize(
    ("selector", "shown"),
    [
        (".fr-table", True),
        (".fr-container", True),
        (".fr-btn:not([class^=fr-icon-]):not([class^=fr-fi-])", True),
        (".fr-toggle__label", False),
        (".fr-tabs", False),
        (".fr-badge--green-menthe", False),
        (".fr-content-media", False),
    ],
)
def test_what_a_page_can_show(selector, shown):
    assert design.can_show(selector) is shown


def test_every_custom_property_that_is_read_is_still_given():
    whole = (design.DESIGN / "dsfr.main.min.css").read_text()
    sheet = design.SHEET.read_text()
    given = re.compile(r"[{;](--[a-z0-9-]+):")
    ours = [path.read_text() for path in (design.ROOT / "static/css").rglob("*.css")]
    read = set(re.findall(r"var\((--[a-z0-9-]+)", "".join(ours)))
    assert read & set(given.findall(whole)) <= set(given.findall(sheet))
    assert len(given.findall(sheet)) > 200


def test_the_sentences_of_a_table_are_not_cut():
    """The design system keeps each cell on one line unless its table says otherwise."""
    tables = {
        path.name: path.read_text()
        for path in (design.ROOT / "templates").rglob("*.html")
        if "fr-table__content" in path.read_text()
    }
    assert tables
    cut = [
        name for name, text in tables.items() if '<table class="fr-cell--multiline">' not in text
    ]
    assert cut == []


def test_the_sheet_has_the_icons_that_pages_name():
    assert icons.SHEET.read_text() == icons.sheet(), "python scripts/icons.py"


def test_an_icon_that_does_not_exist_is_told(monkeypatch):
    monkeypatch.setattr(icons, "named_icons", lambda: {"licorne-line"})
    with pytest.raises(icons.UnknownIcon, match="licorne-line"):
        icons.sheet()


def test_the_components_still_show_their_icons():
    assert all(icons.selectors_of(path) for path in icons.OF_COMPONENTS)
