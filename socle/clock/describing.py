"""The clock as a page of the documentation: `docs/horloge.md`."""

from __future__ import annotations

from functools import partial
from typing import Any

from .steps import Step, ordered

HEAD = """# Ce que fait `tick`

Page écrite par `manage.py describe_clock`, à partir des étapes que les pièces ont inscrites : ne la
corrigez pas à la main. Un test échoue quand elle n’est plus à jour. Les étapes sont dans l’ordre où
un passage les fait ; [les mécanismes](mecanismes.md) dit comment.

| étape | ce qu’elle fait | où |
|---|---|---|
"""


def describe() -> str:
    """The whole page, in Markdown."""
    return HEAD + "".join(
        f"| `{step.key}` | {step.label} | `{_place(step)}` |\n" for step in ordered()
    )


def _place(step: Step) -> str:
    """The file that does it."""
    act: Any = step.do
    while isinstance(act, partial):
        act = act.func
    return f"{act.__module__.replace('.', '/')}.py"
