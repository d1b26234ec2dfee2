"""The sheet of icons is what our pages name: `scripts/icons.py` writes it again."""

import pytest

from scripts import icons


def test_the_sheet_has_the_icons_that_pages_name():
    assert icons.SHEET.read_text() == icons.sheet(), "python scripts/icons.py"


def test_an_icon_that_does_not_exist_is_told(monkeypatch):
    monkeypatch.setattr(icons, "named_icons", lambda: {"licorne-line"})
    with pytest.raises(icons.UnknownIcon, match="licorne-line"):
        icons.sheet()


def test_the_components_still_show_their_icons():
    assert all(icons.selectors_of(path) for path in icons.OF_COMPONENTS)
