"""What search engines read in a page (schema.org, JSON-LD)."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

# As Django's `json_script`: nothing in the data can close the script element.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def linked_data(kind: str, entity: Any) -> SafeString:
    """The data block of a page of this kind, about this main entity."""
    data = {"@context": "https://schema.org", "@type": kind, "mainEntity": entity}
    written = json.dumps(data, ensure_ascii=False).translate(_ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{written}</script>')  # noqa: S308
