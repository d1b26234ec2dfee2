"""A guide made of a discussion says who asked and answered: not once their account is closed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils.html import escape
from wagtail.models import Revision

from cms.indexed import index_pages
from cms.models import GuidePage
from communaute.questions.models import named_former

_THREAD = re.compile(r"/communaute/questions/(\d+)-")


def erase_in_guides(former: Mapping[int, int], names: set[str]) -> None:
    """Put the number that each thread gave this person in place of the name, in the guides that say
    they come from it: as published, and in each version kept."""
    if not former or not names:
        return
    pages = GuidePage.objects.select_for_update(of=("self",), no_key=True).order_by("pk")
    for page in pages.select_related("latest_revision"):
        raw = list(page.body.raw_data)
        latest = page.latest_revision.content if page.latest_revision else {}
        told = json.dumps(raw) + (latest.get("body") or "")
        threads = {int(pk) for pk in _THREAD.findall(told)}
        threads |= {pk for pk in former if page.made_of == pk}
        number = min((former[pk] for pk in threads if pk in former), default=None)
        if number is None:
            continue
        label = named_former(number)
        if (body := _without(raw, names, label)) != raw:
            stream = GuidePage._meta.get_field("body").to_python(json.dumps(body))
            GuidePage.objects.filter(pk=page.pk).update(body=stream)
            index_pages([page.pk])
        versions = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(GuidePage), object_id=str(page.pk)
        )
        for version in versions.order_by("pk").iterator():
            was = json.loads(version.content.get("body") or "[]")
            if (body := _without(was, names, label)) != was:
                content = version.content | {"body": json.dumps(body)}
                Revision.objects.filter(pk=version.pk).update(content=content)


def _uncredited(html: str, name: str, label: str) -> str:
    """Only where the draft says who wrote (templates/cms/guide_drafts): a name may be any word."""
    html = re.sub(rf"(<(?:b|strong)\b[^>]*>\s*){name}(?=\s+répond)", rf"\g<1>{label}", html)
    html = re.sub(rf"(question\s+de\s+){name}(?=\s*</a>)", rf"\g<1>{label}", html)
    before, sign, answers = html.partition("les réponses de ")
    return before + sign + re.sub(rf"(^|, ){name}(?=[,.])", rf"\g<1>{label}", answers)


def _without(value: Any, names: set[str], label: str) -> Any:
    if isinstance(value, str):
        # As typed, and as HTML writes it.
        for written in {form for name in names for form in (name, escape(name))}:
            value = _uncredited(value, re.escape(written), label)
        return value
    if isinstance(value, dict):
        return {key: _without(one, names, label) for key, one in value.items()}
    if isinstance(value, list):
        return [_without(one, names, label) for one in value]
    return value
