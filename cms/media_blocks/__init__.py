"""Blocks that lead elsewhere: a video of another site, which loads on a click, and an action."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from wagtail import blocks

_ID = re.compile(r"[\w-]{6,40}")


@dataclass(frozen=True, slots=True)
class Video:
    """A video of another site: who holds it, and where it plays in a frame."""

    host: str
    frame_url: str


def video_at(url: str) -> Video | None:
    """The video of a page of a site of `settings.VIDEO_HOSTS`; None for any other address.

    YouTube, Vimeo and Dailymotion have addresses of their own; every other host is PeerTube.
    """
    try:
        address = urlsplit(url.strip())
    except ValueError:  # no address: « https://[ »
        return None
    host = (address.hostname or "").removeprefix("www.").removeprefix("m.")
    if address.scheme != "https" or host not in settings.VIDEO_HOSTS:
        return None
    steps = [step for step in address.path.split("/") if step]
    last = steps[-1] if steps else ""
    if host == "youtube.com":
        last = parse_qs(address.query).get("v", [last])[0]
    if not _ID.fullmatch(last) or last == "watch":
        return None
    frame = _FRAMES.get(host, f"https://{host}/videos/embed/%s?p2p=0")
    return Video(host, frame % last)


_FRAMES = {
    "youtube.com": "https://www.youtube-nocookie.com/embed/%s?rel=0",
    "youtu.be": "https://www.youtube-nocookie.com/embed/%s?rel=0",
    "vimeo.com": "https://player.vimeo.com/video/%s?dnt=1",
    "dailymotion.com": "https://geo.dailymotion.com/player.html?video=%s",
    "dai.ly": "https://geo.dailymotion.com/player.html?video=%s",
}


def frame_origins(body: Any) -> list[str]:
    """Origins that the frames of a stream open, for the policy of its page."""
    if not (known := getattr(body, "stream_block", None)):
        return []
    held = {name: one for name, one in known.child_blocks.items() if isinstance(one, FramedBlock)}
    # What is stored, not its blocks: to make those costs more than all the rest of a page.
    stored = ((held[one["type"]], one["value"]) for one in body.raw_data if one["type"] in held)
    found = (urlsplit(block.frame_url(value)) for block, value in stored)
    return sorted({f"{address.scheme}://{address.netloc}" for address in found if address.netloc})


class FramedBlock(blocks.StructBlock):
    """At the top of a stream: the policy of its page allows the frame that it opens."""

    def frame_url(self, value: Any) -> str:
        """What the frame of this value opens, as it is stored; empty when it opens none."""
        raise NotImplementedError


class VideoBlock(FramedBlock):
    title = blocks.CharBlock(label="Titre de la vidéo", max_length=120)
    url = blocks.CharBlock(
        label="Adresse de la vidéo",
        max_length=300,
        help_text="L’adresse de sa page, qui commence par https://.",
    )
    transcript = blocks.RichTextBlock(
        label="Transcription",
        features=["bold", "ul", "ol"],
        help_text="Tout ce qui est dit, et ce qu’il faut voir : qui n’entend pas ou ne voit pas "
        "lit la même chose.",
    )

    class Meta:
        icon = "media"
        label = "Vidéo"
        template = "cms/blocks/video.html"

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if video_at(cleaned["url"]) is None:
            hosts = ", ".join(settings.VIDEO_HOSTS)
            message = f"Nous ne savons pas montrer cette adresse. Sites connus : {hosts}."
            raise blocks.StructBlockValidationError({"url": ValidationError(message)})
        return cleaned

    def frame_url(self, value: Any) -> str:
        video = video_at(value.get("url") or "")
        return video.frame_url if video else ""

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context=parent_context)
        return context | {"video": video_at(value["url"] or "")}


class Action(models.TextChoices):
    """What a page asks its reader to do."""

    ADDRESS = "adresse", "Tester mon adresse"
    AMBASSADEUR = "ambassadeur", "Trouver un ambassadeur"
    QUESTION = "question", "Poser une question"


# Lower rooms know upper ones by address only.
_WHERE = {
    Action.ADDRESS: "/mon-adresse/",
    Action.AMBASSADEUR: "/ambassadeurs/",
    Action.QUESTION: "/communaute/questions/poser/",
}


class ActionBlock(blocks.StructBlock):
    action = blocks.ChoiceBlock(choices=Action.choices, label="Ce que l’on propose")
    words = blocks.CharBlock(
        label="Phrase au-dessus du bouton",
        required=False,
        max_length=160,
        help_text="Facultative : le bouton se comprend seul.",
    )

    class Meta:
        icon = "arrow-right-full"
        label = "Appel à agir"
        template = "cms/blocks/action.html"

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        if value["action"] not in Action.values:
            return context
        action = Action(value["action"])
        return context | {"label": action.label, "where": _WHERE[action]}
