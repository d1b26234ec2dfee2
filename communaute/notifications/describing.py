"""The catalogue as a page of the documentation: `docs/courriels.md`."""

from __future__ import annotations

import re
from itertools import groupby

from django.apps import apps
from django.template import Engine

from .catalogue import Channel, Kind, kinds
from .checks import is_written
from .numbers import NUMBERS
from .replies.threads import thread_of_kind

HEAD = """# Ce que le service dit, à qui, et quand

Page écrite par `manage.py describe_mails`, à partir du catalogue : ne la corrigez pas à la main.
Un test échoue quand elle n’est plus à jour. Chaque nature a ses mots dans un gabarit ; le HTML du
courriel en est tiré par `templates/notifications/mails/mail.html`, sauf si la nature a le sien.
"""
_PART = r"{{% partialdef {part} %}}(.*?){{% endpartialdef %}}"


def describe() -> str:
    """The whole page, in Markdown."""
    pages = [HEAD]
    for room, told in groupby(kinds(), key=lambda kind: kind.key.partition(".")[0]):
        pages.append(f"## {_title(room)}\n\n" + "\n".join(describe_kind(kind) for kind in told))
    return "\n".join(pages)


def _title(room: str) -> str:
    return str(apps.get_app_config(room).verbose_name)


def describe_kind(kind: Kind) -> str:
    """The lines of one kind, in Markdown."""
    lines = [
        f"### `{kind.key}` — {kind.label}",
        "",
        f"- Qui : {kind.who}",
        f"- Quand : {kind.when}",
        f"- Voie : {_channel(kind)}",
        f"- Se désactive : {'oui' if kind.may_be_off else 'non'}",
    ]
    if thread_of_kind(kind.key) is not None:
        lines.append("- Se répond par courriel : oui, si une adresse de réponse est configurée")
    if kind.is_mailed:
        lines += [f"- Objet : {_part(kind, 'subject')}", f"- Pourquoi : {_part(kind, 'why')}"]
    if kind.on_site:
        lines.append(f"- Sur le site : {_part(kind, 'line') or _part(kind, 'subject')}")
    lines.append(f"- Gabarits : {_templates(kind)}")
    return "\n".join([*lines, ""])


def _templates(kind: Kind) -> str:
    names = [name for name in (kind.template, kind.html_template) if is_written(name)]
    return ", ".join(f"`templates/{name}`" for name in names)


def _channel(kind: Kind) -> str:
    channel = kind.channel.label
    if kind.channel is Channel.INSTANT:
        channel += (
            ", la nuit aussi" if kind.leaves_at_night else f", à {NUMBERS.daily_hour} h la nuit"
        )
    if kind.is_mailed and kind.on_site:
        channel += ", et sur le site pour un compte"
    return channel


def _part(kind: Kind, part: str) -> str:
    """The source of a partial, on one line: what is between braces is the room's."""
    source = str(Engine.get_default().get_template(kind.template).source)
    found = re.search(_PART.format(part=part), source, re.DOTALL)
    return " ".join(found[1].split()) if found else ""
