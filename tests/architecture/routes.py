"""The addresses of the service, walked from Django's own resolver."""

from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Our code; the rest (Wagtail's admin, documents, static files) is the libraries' own.
OURS = ("ambassadeurs", "cms", "communaute", "socle")


def url_names() -> list[str]:
    """Every named address of our rooms ("moderation:queue", "account_login"), sorted."""
    names = set()
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            module = getattr(pattern.urlconf_name, "__name__", "")
            if module.split(".")[0] in OURS:
                names |= set(_walk(pattern))
    return sorted(names)


def _walk(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    here = ":".join(part for part in (namespace, resolver.namespace) if part)
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, here)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{here}:{pattern.name}" if here else pattern.name
