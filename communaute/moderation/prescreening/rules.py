"""What stops a text before it is public: its links, listed words, a form sent too fast, repeats."""

import hashlib
import re
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlsplit

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.exceptions import ValidationError
from rapidfuzz import fuzz, process

from communaute.comptes.models import Organisation
from communaute.moderation.prescreening.personal.disguises import squeezed, undisguise

from ..enums import Reason
from ..numbers import PRESCREENING_NUMBERS
from .models import RememberedText, WordList
from .personal import Found, find, remove

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


def listed_words(text: str) -> list[str]:
    """The words of the lists in use that the text holds, as the lists write them (1 query)."""
    lists = WordList.objects.filter(is_active=True).values_list("words", flat=True)
    wanted = [line.strip() for words in lists for line in words.splitlines() if line.strip()]
    if not wanted:
        return []
    read = f" {squeezed(text)} "
    return [word for word in dict.fromkeys(wanted) if _is_in(word, read)]


def _is_in(word: str, read: str) -> bool:
    """« casino* » covers what begins so; any other word or expression is whole."""
    plain = squeezed(word)
    if not plain:
        return False
    after = "" if word.endswith("*") else " "
    return re.search(rf" {re.escape(plain)}{after}", read) is not None


_SALT = "prescreening.form"


def stamp() -> str:
    """The moment a form is shown, for a hidden field."""
    return signing.dumps(int(time.time()), salt=_SALT)


def seconds_since(value: str) -> float | None:
    """Seconds since this stamp; 0 for one that is forged; None when there is none: a mail."""
    if not value:
        return None
    try:
        return max(0.0, time.time() - signing.loads(value, salt=_SALT))
    except signing.BadSignature:
        return 0.0


def is_too_fast(seconds: float | None) -> bool:
    return seconds is not None and seconds < PRESCREENING_NUMBERS.form_seconds


def repeats(text: str, now: datetime, content: Any = None) -> Reason | None:
    """Whether this text was written in the last hours: to the letter, or nearly. Short ones, such
    as thanks, are alike without being copied. 1 query, 2 when it is not the same to the letter."""
    words = squeezed(text)
    if len(words) < PRESCREENING_NUMBERS.near_characters:
        return None
    since = now - timedelta(hours=PRESCREENING_NUMBERS.same_text_hours)
    others = RememberedText.objects.filter(at__gt=since)
    if content is not None:
        others = others.exclude(content_type=_kind_of(content), object_id=content.pk)
    if others.filter(digest=_digest(words)).exists():
        return Reason.SAME_TEXT
    last = others.order_by("-at", "-pk").values_list("words", flat=True)
    near = process.extractOne(
        words[: PRESCREENING_NUMBERS.remembered_characters],
        last[: PRESCREENING_NUMBERS.near_compared],
        scorer=fuzz.ratio,
        score_cutoff=PRESCREENING_NUMBERS.near_ratio,
    )
    return Reason.NEAR_TEXT if near else None


def _kind_of(content: Any) -> int:
    return ContentType.objects.get_for_model(content).pk


def remember(content: Any, text: str, now: datetime) -> None:
    """Keep the words of a text for a day; again replaces them. A short one is not kept."""
    words = squeezed(text)
    if len(words) < PRESCREENING_NUMBERS.near_characters:
        return
    RememberedText.objects.update_or_create(
        content_type_id=_kind_of(content),
        object_id=content.pk,
        defaults={
            "digest": _digest(words),
            "words": words[: PRESCREENING_NUMBERS.remembered_characters],
            "at": now,
        },
    )


def _digest(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()


AROUND = 40


@dataclass(frozen=True)
class Excerpt:
    """`before`, the `marked` words, `after`."""

    kind: str
    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class FoundIn:
    """What was found in one field."""

    field: str
    label: str
    excerpts: tuple[Excerpt, ...]


def _excerpt(text: str, one: Found) -> Excerpt:
    before, after = text[: one.start], text[one.end :]
    return Excerpt(
        kind=str(one.kind),
        before=f"…{before[-AROUND:]}" if len(before) > AROUND else before,
        marked=one.text,
        after=f"{after[:AROUND]}…" if len(after) > AROUND else after,
    )


def private_data(text: str) -> list[Found]:
    """Personal data of a text that no known organisation publishes (1 query if there is any)."""
    return find(text, passing=published_contacts()) if find(text) else []


def published_contacts() -> list[str]:
    """Phones, addresses, and the domains of the sites of the organisations we know."""
    known = []
    for phone, email, site in Organisation.objects.values_list("phone", "email", "website"):
        host = urlsplit(site).hostname if "://" in site else ""
        known += [phone, email, f"@{host.removeprefix('www.')}" if host else ""]
    return [one for one in known if one]


# What a form asks before a text is public: what it holds of private, and how long it was open.


REMOVE, REVIEW = "retirer", "relire"
# Fields of this form that are no part of the text.
ASKED = ("opened", "coordonnees")


class ScreenedForm(forms.Form):
    """Base of what is published. `coordonnees` is what the person chose of what was found.

    Found and nothing chosen: the form is not valid and `found` says what and where. `retirer`: the
    texts go on without it, whatever happens next. `relire`: somebody reads the text first.
    """

    SCREENED: ClassVar = ("title", "body")

    opened = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)
    coordonnees = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)

    found: tuple[FoundIn, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("opened", stamp())

    def full_clean(self) -> None:
        if self.is_bound and self.data.get("coordonnees") == REMOVE:
            self._take_out()
        super().full_clean()

    def _take_out(self) -> None:
        data = self.data.copy()
        for name in self._screened():
            typed = data.get(self.add_prefix(name), "")
            data[self.add_prefix(name)] = remove(typed, private_data(typed))
        data["coordonnees"] = ""
        self.data = data

    def _screened(self) -> list[str]:
        return [name for name in self.SCREENED if name in self.fields]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("coordonnees") == REVIEW:
            return cleaned
        typed = {name: self.cleaned_data.get(name) or "" for name in self._screened()}
        self.found = tuple(
            FoundIn(
                name,
                str(self.fields[name].label or ""),
                tuple(_excerpt(text, one) for one in data),
            )
            for name, text in typed.items()
            if (data := private_data(text))
        )
        if self.found:
            raise ValidationError(
                "Votre texte contient des données personnelles que tout le monde pourrait lire. "
                "Choisissez ci-dessous ce que nous en faisons.",
                code="personal",
            )
        return cleaned

    def seconds(self) -> float | None:
        """How long the form was open."""
        return seconds_since(self.cleaned_data.get("opened", ""))
