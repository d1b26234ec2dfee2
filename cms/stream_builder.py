"""Writing a stream: the starter pages and the demonstration guides, which are data files.

Texts are Markdown (bold, italics, lists, links); raw HTML in them is shown as text. A TOML file
holds the fields of a page, then its blocks in their order, each a `[[body]]` of one key, which is
the name of a function below: `h = "…"`, `p = "…"`, `steps = [["…", "…"]]`, `note.title = "…"`.

`{coproprietes.proof_days}` in a block is a number of a room (`numbers.py`), as it is on the day the
page is written. What people keep by hand, and the law's own delays, are typed.
"""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from wagtail.rich_text import RichText

from socle.numbers import filled
from socle.typography import typography

Block = tuple[str, Any]

STARTER_PAGES = Path(__file__).parent / "starter_pages"
_markdown = MarkdownIt("commonmark", {"html": False})


def prose(text: str) -> RichText:
    """Markdown to the HTML that Wagtail's editor reads back."""
    return RichText(_markdown.render(typography(text)).strip())


def h(title: str) -> Block:
    return ("heading", typography(title))


def p(text: str) -> Block:
    return ("paragraph", prose(text))


def sentence(text: str) -> Block:
    return ("sentence", typography(text))


def points(*texts: str) -> Block:
    return ("points", [typography(text) for text in texts])


def figures(*keys: str) -> Block:
    return ("fact", {"facts": list(keys)})


def note(kind: str, title: str, text: str) -> Block:
    return ("callout", {"kind": kind, "title": typography(title), "text": prose(text)})


def steps(*pairs: tuple[str, str]) -> Block:
    lines = [{"title": typography(title), "text": typography(text)} for title, text in pairs]
    return ("steps", {"steps": lines})


def table(caption: str, *rows: str) -> Block:
    """Rows are written « cell | cell »; the first one is the header."""
    return ("table", {"caption": caption, "content": typography("\n".join(rows))})


def faq(*pairs: tuple[str, str]) -> Block:
    return (
        "faq",
        {
            "questions": [
                {"question": typography(ask), "answer": prose(answer)} for ask, answer in pairs
            ]
        },
    )


def insert(name: str) -> Block:
    """What the service writes itself there: `identity`, `processings` or `rules`."""
    return (name, None)


_BLOCKS: dict[str, Callable[..., Block]] = {
    one.__name__: one for one in (h, p, sentence, points, figures, note, steps, table, faq, insert)
}


def written_in[Page](path: Path, kind: Callable[..., Page], **more: Any) -> Page:
    """The page that a data file tells. Raises what `written` does, with the file's name."""
    try:
        return written(tomllib.loads(path.read_text(encoding="utf-8")), kind, **more)
    except Exception as error:
        error.add_note(f"in {path}")
        raise


def starter_page[Page](slug: str, kind: Callable[..., Page], **more: Any) -> Page:
    """A page that a new installation starts from."""
    return written_in(STARTER_PAGES / f"{slug}.toml", kind, **more)


def written[Page](told: Mapping[str, Any], kind: Callable[..., Page], **more: Any) -> Page:
    """A page of this kind with the fields and the blocks told, and `more` fields.

    Raises TypeError for a field that the kind has not, ValueError for a block that is not one
    known key, TypeError or ValueError for what a block cannot hold, LookupError or AttributeError
    for a number that no room has.
    """
    fields = {**told, **more}
    if "body" in told:
        fields["body"] = [_block(one) for one in told["body"]]
    return kind(**fields)


def _block(told: Mapping[str, Any]) -> Block:
    if len(told) != 1 or not told.keys() <= _BLOCKS.keys():
        raise ValueError(f"a block is one key of {', '.join(_BLOCKS)}: not « {', '.join(told)} »")
    ((name, value),) = told.items()
    make = _BLOCKS[name]
    if isinstance(value, dict):
        kind, made = make(**value)
    else:
        kind, made = make(*value) if isinstance(value, list) else make(value)
    return (kind, _filled(made))


def _filled(value: Any) -> Any:
    if isinstance(value, str):
        return filled(value)
    if isinstance(value, RichText):
        return RichText(filled(value.source))
    if isinstance(value, dict):
        return {key: _filled(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_filled(one) for one in value]
    return value
