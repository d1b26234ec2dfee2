"""What a mail shows, kept as data until it leaves: JSON that gives dates back as dates."""

import json
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

MARK = "$date"


class ContextEncoder(DjangoJSONEncoder):
    """Dates and moments are marked, so that a template may write them in its own words."""

    def default(self, o: Any) -> Any:
        if isinstance(o, (date, datetime)):
            return {MARK: o.isoformat()}
        return super().default(o)


class ContextDecoder(json.JSONDecoder):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(object_hook=_revive, **kwargs)


def _revive(found: dict[str, Any]) -> Any:
    if list(found) != [MARK]:
        return found
    text = found[MARK]
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
