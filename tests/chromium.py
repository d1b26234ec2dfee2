"""The browser of the tests, found on this machine."""

import os
import shutil

import pytest

# The first draws pages as the second, without the window, its menus and its graphics process beside
# them: a third less of the processor.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


def find_chromium() -> str:
    """Its path. Without it the test is skipped, saying so; with `REQUIRE_BROWSER` it fails."""
    for name in NAMES:
        if path := shutil.which(name):
            return path
    message = "Chromium n’est pas installé : tests de navigateur non faits"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(message)
    pytest.skip(message)
