"""The papers as files: one tagged PDF of the whole, and three texts a syndic edits (.docx).

Both read the plain text of a paper by its shape: see `blocks_of`.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from socle.calendar import date_format

from .lots import fitted, printable, removed_from, tied
from .papers import LACKS, PAPERS, left_out_of, numbers_of, printed
from .resolutions import steps_of

if TYPE_CHECKING:
    from datetime import date

    from docx.document import Document
    from docx.styles.styles import Styles

    from ..models import Assemblee, Dossier

TEMPLATE = settings.BASE_DIR / "templates" / "assemblees" / "dossier" / "dossier.typ"
# Papers that a syndic pastes and edits: given as plain text, and for a word processor.
EDITED = ("lettre", "resolutions", "absents")
# Of what is cut: so many on the page.
COPIES = {"invitation": 2}
# Of what is filled in by hand: beyond so many headings, closer lines, so that one page holds it.
DENSE = {"comptage": 7}
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_HEADING = re.compile(r"\d+\. |Objet : ")
_MARKS = (("list", "- "), ("boxes", "[  ] "))


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a paper. `kind`: heading, text, list or boxes (to tick)."""

    kind: str
    lines: tuple[str, ...]


def blocks_of(text: str) -> Iterator[Block]:
    """The parts of a plain text, which an empty line separates. The first line of a part is a
    heading when it is numbered, says the object, or leads others: asks, or they are set in."""
    for part in re.split(r"\n\s*\n", text.strip()):
        lines = part.splitlines()
        leads = len(lines) > 1 and (lines[1].startswith("   ") or lines[0].endswith("?"))
        if _HEADING.match(lines[0]) or leads:
            yield Block("heading", (lines.pop(0),))
        for (kind, mark), group in groupby(lines, _kind_of):
            yield Block(kind, tuple(line.removeprefix(mark).strip() for line in group))


def _kind_of(line: str) -> tuple[str, str]:
    return next((found for found in _MARKS if line.startswith(found[1])), ("text", ""))


def as_pdf(dossier: Dossier) -> tuple[bytes, int]:
    """The whole dossier on A4 pages, tagged (PDF/UA-1), and how many signs were taken out of it.
    Fonts are those inside typst: the same file on every machine. Raises IndividualHeating."""
    import typst  # heavy, and asked for by few

    assemblee, today = dossier.assemblee, timezone.localdate()
    building = assemblee.copropriete
    numbers = numbers_of(dossier, assemblee)
    texts = {key: printed(key, assemblee, dossier) for key in PAPERS}
    ready = {key: text for key, text in texts.items() if not text.startswith(LACKS)}
    name = f"{building.name}, {building.commune.name}"
    told = {
        "building": fitted(printable(name)),
        "day": _day(assemblee.held_on),
        "made": _day(today),
        "sent": dossier.sent_on and _day(dossier.sent_on),
        "papers": [_paper(key, text) for key, text in ready.items()],
        "lacking": [PAPERS[key][0] for key in texts if key not in ready],
        "left_out": left_out_of("resolutions", assemblee, dossier),
        "steps": [
            [tied(_day(one.day)) + (" (passé)" if one.is_past else ""), one.what, one.who]
            for one in steps_of(assemblee, numbers, today)
        ],
    }
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards="ua-1",
        sys_inputs={"dossier": json.dumps(told, ensure_ascii=False)},
    )
    return made, sum(removed_from(text) for text in (name, *ready.values()))


def _paper(key: str, text: str) -> dict[str, object]:
    blocks = list(blocks_of(fitted(printable(text))))
    headings = sum(one.kind == "heading" for one in blocks)
    return {
        "title": PAPERS[key][0],
        "copies": COPIES.get(key, 1),
        "dense": headings > DENSE.get(key, headings),
        "blocks": [[one.kind, one.lines] for one in blocks],
    }


def _day(day: date) -> str:
    return date_format(day, "j F Y")


def as_docx(key: str, text: str, assemblee: Assemblee) -> bytes:
    """One paper of `EDITED` for a word processor: A4, in French, with its headings."""
    import docx  # heavy, and asked for by few

    document = docx.Document()
    _set_page(document)
    document.core_properties.title = f"{PAPERS[key][0]}, {printable(assemblee.copropriete.name)}"
    document.core_properties.author = ""
    document.core_properties.language = "fr-FR"
    if key != "lettre":
        document.add_heading(PAPERS[key][0], level=1)
    level = 1 if key == "lettre" else 2
    for block in blocks_of(tied(printable(text))):
        if block.kind == "heading":
            document.add_heading(block.lines[0], level=level)
        elif block.kind == "text":
            document.add_paragraph("\n".join(block.lines))
        elif block.kind == "boxes":
            for line in block.lines:
                document.add_paragraph(f"☐ {line}")
        else:
            for line in block.lines:
                document.add_paragraph(line, style="List Bullet")
    opened = io.BytesIO()
    document.save(opened)
    return opened.getvalue()


def _set_page(document: Document) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    styles: Styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), "fr-FR")
    styles["Normal"].font.size = Pt(11)
    for name in ("Heading 1", "Heading 2"):
        styles[name].font.color.rgb = RGBColor(0, 0, 0)
