"""Write `static/css/dsfr.css`: the sheet of the State design system without what no page of ours
can show: components we do not use, the sixteen illustration colours, older names of icons, the
custom properties that nothing reads any more, and Marianne's italics (45 kB for one word: the
browser slants the upright one). What it sets in medium is bold: two weights are enough, and each is
42 kB. 31 kB compressed instead of 51, on each first visit. Order, values and cascade stay those of
the design system.

What is left out is written here by name: `tests/architecture/test_design.py` fails when a page, a
form or a script names one of these, and when the sheet is no longer what this would write.
"""

import re
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import tinycss2
from tinycss2.ast import Node

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "static/css/dsfr.css"
DESIGN = files("dsfr") / "static/dsfr/dist"
# First word of the classes of components that no page of ours has.
UNUSED = (
    "consent",
    "content",
    "display",
    "follow",
    "password",
    "range",
    "segmented",
    "share",
    "sidemenu",
    "stepper",
    "tabs",
    "toggle",
    "tooltip",
    "transcription",
    "translate",
)
COLOURS = (
    "beige-gris-galet",
    "blue-cumulus",
    "blue-ecume",
    "brown-cafe-creme",
    "brown-caramel",
    "brown-opera",
    "green-archipel",
    "green-bourgeon",
    "green-emeraude",
    "green-menthe",
    "green-tilleul-verveine",
    "orange-terre-battue",
    "pink-macaron",
    "pink-tuile",
    "purple-glycine",
    "yellow-moutarde",
    "yellow-tournesol",
)
LEFT_OUT = re.compile(
    rf"\bfr-(?:{'|'.join(UNUSED)})(?:[-_]|\b)|--(?:{'|'.join(COLOURS)})\b|\bfr-fi-"
)
READ = re.compile(r"--[a-z0-9][a-z0-9-]*")
# Addresses in the sheet of the design system are relative to it; drawings are in the sheet.
IN_DESIGN = re.compile(r'url\((?!"?data:)')
CHARSET = '@charset "UTF-8";'
HEAD = f"""{CHARSET}
/* Made by scripts/design.py: do not edit. DSFR (MIT), restricted to State services. */
"""


def sheet() -> str:
    """The text of `dsfr.css`."""
    rules = parsed((DESIGN / "dsfr.main.min.css").read_text())
    elsewhere = read_elsewhere()
    text = "".join(shown(rules, None))
    while True:
        rules = parsed(text)
        lighter = "".join(shown(rules, elsewhere | set(READ.findall(values_in(text)))))
        if lighter == text:
            return HEAD + IN_DESIGN.sub("url(../dsfr/dist/", text).removeprefix(CHARSET) + "\n"
        text = lighter


def parsed(text: str) -> list[Node]:
    return tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)


def read_elsewhere() -> set[str]:
    """Custom properties that our sheets, our pages or any script name."""
    ours = [path for name in ("css", "js") for path in (ROOT / "static").rglob(f"*.{name}")]
    ours += (ROOT / "templates").rglob("*.html")
    texts = [path.read_text() for path in ours if path != SHEET]
    texts.append((DESIGN / "dsfr.module.min.js").read_text())
    return set(READ.findall("".join(texts)))


def values_in(text: str) -> str:
    """What the declarations of a sheet say, without the names they declare."""
    return " ".join(re.findall(r"var\(\s*--[a-z0-9-]+", text))


def shown(rules: list[Node], read: set[str] | None) -> Iterator[str]:
    """Each rule that a page of ours can show; given the custom properties that are read, without
    the others."""
    for rule in rules:
        if rule.type == "at-rule":
            inside = tinycss2.serialize(rule.content or []).strip()
            head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
            if rule.content is None:
                yield f"{head};"
            elif rule.at_keyword == "font-face":
                if "italic" not in inside:
                    yield f"{head}{{{inside.replace('Marianne-Medium', 'Marianne-Bold')}}}"
            elif kept := "".join(shown(parsed(inside), read)):
                yield f"{head}{{{kept}}}"
        elif rule.type == "qualified-rule":
            selectors = [one for one in selectors_of(rule) if can_show(one)]
            inside = ";".join(declarations_of(rule, read))
            if selectors and inside:
                yield f"{','.join(selectors)}{{{inside}}}"


def can_show(selector: str) -> bool:
    """Whether a page of ours can have what this selects; what it excludes does not count."""
    return not LEFT_OUT.search(re.sub(r":not\([^()]*\)", "", selector))


def selectors_of(rule: Node) -> Iterator[str]:
    one: list[Node] = []
    for token in rule.prelude:
        if token.type == "literal" and token.value == ",":
            yield tinycss2.serialize(one).strip()
            one = []
        else:
            one.append(token)
    yield tinycss2.serialize(one).strip()


def declarations_of(rule: Node, read: set[str] | None) -> Iterator[str]:
    for part in parsed(tinycss2.serialize(rule.content)):
        name = part.name
        if read is None or not name.startswith("--") or name in read:
            important = "!important" if part.important else ""
            yield f"{name}:{tinycss2.serialize(part.value).strip()}{important}"


if __name__ == "__main__":
    SHEET.write_text(sheet())
    sys.stdout.write(f"{SHEET.relative_to(ROOT)} : {SHEET.stat().st_size} octets\n")
