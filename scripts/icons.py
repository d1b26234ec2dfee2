"""Write `static/css/icons.css`: the icons of the State design system that our pages name, and no
other, and those that its components show everywhere. Its own sheet has 1 200 of them, in 24 kB,
and a file to ask for each one shown.

Icons are found by their class in templates, Python and scripts. `tests/architecture/test_design.py`
says when the sheet is no longer what this would write.
"""

import re
import sys
from importlib.resources import files
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "static/css/icons.css"
DESIGN = files("dsfr") / "static/dsfr/dist"
# What needs no escape inside of a quoted url().
SAFE = " =:/,.-'()"
PLACES = {
    "templates": "*.html",
    "static/js": "*.js",
    **dict.fromkeys(("ambassadeurs", "cms", "communaute", "config", "socle"), "*.py"),
}
# Shown by badges, alerts, messages, links, the search and the path of a page.
OF_COMPONENTS = (
    "arrows/arrow-right-line",
    "arrows/arrow-right-s-line",
    "system/external-link-line",
    "system/fr--error-fill",
    "system/fr--info-fill",
    "system/fr--success-fill",
    "system/fr--warning-fill",
    "system/search-line",
)
NAMED = re.compile(r"\bfr-icon-([a-z0-9]+(?:-[a-z0-9]+)*-?)")
HEAD = """/* Made by scripts/icons.py: do not edit. DSFR (MIT), Remix Icon (Apache 2.0). */
"""


class UnknownIcon(Exception):
    """A page names an icon that the design system does not have."""


def named_icons() -> set[str]:
    """Names of icons in the sources; one that ends with a dash is completed by the page."""
    return {
        name
        for folder, pattern in PLACES.items()
        for path in (ROOT / folder).rglob(pattern)
        for name in NAMED.findall(path.read_text())
    }


def drawings() -> dict[str, str]:
    """The SVG of each icon of the design system, by the name of its class."""
    found = {}
    for rule in (DESIGN / "utility/icons/icons.main.min.css").read_text().split("}"):
        name = re.search(r"\.fr-icon-([a-z0-9-]+):before\{", rule)
        path = re.search(r"url\(\.\./\.\./icons/([^)]+)\)", rule)
        if name and path:
            found[name[1]] = (DESIGN / "icons" / path[1]).read_text()
    return found


def selectors_of(path: str) -> list[str]:
    """The selectors of the components that show an icon, as the design system writes them."""
    rules = (rule.rpartition("{") for rule in (DESIGN / "dsfr.main.min.css").read_text().split("}"))
    shown = f"mask-image:url(icons/{path}.svg)"
    return [before.rpartition("{")[2] for before, _, inside in rules if shown in inside]


def sheet() -> str:
    """The text of `icons.css`. Raises `UnknownIcon`."""
    known = drawings()
    wanted: set[str] = set()
    for named in named_icons():
        found = {
            name for name in known if name == named or (named[-1] == "-" and name.startswith(named))
        }
        if not found:
            raise UnknownIcon(named)
        wanted |= found
    rules = [
        rule(",".join(selectors_of(path)), (DESIGN / f"icons/{path}.svg").read_text())
        for path in OF_COMPONENTS
    ]
    rules += [
        rule(f".fr-icon-{name}::before,.fr-icon-{name}::after", known[name])
        for name in sorted(wanted)
    ]
    return HEAD + "".join(rules)


def rule(selector: str, svg: str) -> str:
    """The rule that shows an icon, with its drawing in it. Without the older name, a browser of
    2023 would show a square."""
    drawing = re.sub(r' (?:width|height)="24"', "", svg.strip()).replace('"', "'")
    return (
        f'{selector}{{--cu-icon:url("data:image/svg+xml,{quote(drawing, safe=SAFE)}");'
        "-webkit-mask-image:var(--cu-icon);mask-image:var(--cu-icon)}\n"
    )


if __name__ == "__main__":
    SHEET.write_text(sheet())
    sys.stdout.write(f"{SHEET.relative_to(ROOT)} : {SHEET.stat().st_size} octets\n")
