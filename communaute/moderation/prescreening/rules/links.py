"""Links of a text, and those that anybody may give."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from communaute.comptes.models import Organisation
from socle.disguises import undisguise

# Endings under which a name without « https:// » is read as a link, ours and those of spam.
_ENDINGS = (
    "fr|com|net|org|eu|info|io|be|ch|de|it|es|lu|me|tv|cc|co|biz|pro|club|shop|site|online|store|top"
    "|app|click|link|live|icu|xyz|ru|cn|su|to|ly|gl|gd|ws|vip|win|bet|casino"
)
_LINK = re.compile(
    rf"(?:https?:/{{1,2}}|hxxps?://|www\.)[^\s<>()\[\]\"']+"
    rf"|(?<![@\w.-])(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{_ENDINGS})(?![\w@-])(?:/[^\s<>()\"']*)?",
    re.IGNORECASE,
)
_PUBLIC = ("gouv.fr", "ademe.fr")
_LETTER = re.compile(r"[^\W\d_]")


def links_of(text: str) -> list[str]:
    """Every link of a text, as it is read once disguises are off."""
    return [found[0].rstrip(".,;:!?") for found in _LINK.finditer(undisguise(text).text)]


def is_only_link(text: str) -> bool:
    """Whether no word is left once the links are out."""
    plain = undisguise(text).text
    return bool(links_of(text)) and not _LETTER.search(_LINK.sub("", plain))


def strangers(links: list[str]) -> list[str]:
    """Those that lead elsewhere than to public services and the sites of known organisations."""
    unknown = [link for link in links if not _is_under(_host(link), _PUBLIC)]
    if not unknown:
        return []
    known = tuple(_known_hosts())
    return [link for link in unknown if not _is_under(_host(link), known)]


def _known_hosts() -> set[str]:
    """Sites of the organisations we know (1 query)."""
    sites = Organisation.objects.exclude(website="").values_list("website", flat=True)
    return {host for site in sites if (host := _host(site).removeprefix("www."))}


def _host(link: str) -> str:
    """The name of the site, without user nor port: « https://ademe.fr@casino.ru » is casino.ru."""
    address = link if "://" in link else f"https://{link.removeprefix('https:/')}"
    try:
        return (urlsplit(address).hostname or "").casefold()
    except ValueError:
        return ""


def _is_under(host: str, names: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith(f".{name}") for name in names)
