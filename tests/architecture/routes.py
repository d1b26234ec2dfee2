"""The addresses of the service, walked from Django's own resolver."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Rooms of the house; the rest (Wagtail's admin, documents, static files) is the libraries' own.
NAMESPACES = {
    "ambassadeurs",
    "cms",
    "comptes",
    "impact",
    "moderation",
    "notifications",
    "questions",
    "reseaux",
    "territoires",
}


def url_names() -> list[str]:
    """Every named address of our rooms ("moderation:queue"), sorted; the API's by its own name."""
    return sorted(set(_walk(get_resolver().url_patterns, "")))


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(part for part in (namespace, pattern.namespace) if part)
            if not inner or inner.split(":")[0] in NAMESPACES:
                yield from _walk(pattern.url_patterns, inner)
        elif namespace and pattern.name:
            yield f"{namespace}:{pattern.name}"
