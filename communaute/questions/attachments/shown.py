"""The files of the texts of a page, in one query, none when there are none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from communaute.questions.models import Attachment


def with_files(contents: Iterable[Any]) -> None:
    """Give each content that has any (`files_count`) its files, as `content.joined`: those that
    moderation left online."""
    having = {(type(one), one.pk): one for one in contents if one.files_count}
    for one in having.values():
        one.joined = []
    rows = Attachment.objects.of(having.values()).published().select_related("author")
    for row in rows if having else ():
        found = having.get((row.content_type.model_class(), row.object_id))
        if found is not None:
            found.joined.append(row)
