"""The addresses of the service, walked from Django's own resolver."""

from collections.abc import Callable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

# Our code; the rest (Wagtail's admin, documents, static files) is the libraries' own.
OURS = ("ambassadeurs", "cms", "communaute", "socle")


def url_names() -> list[str]:
    """Every named address of our rooms ("moderation:queue", "account_login"), sorted."""
    return sorted({name for name, _ in _routes() if name})


def post_names() -> list[str]:
    """Those that accept POST, or of which Django cannot tell which methods they accept."""
    return sorted(
        {name for name, pattern in _routes() if name and "POST" in _methods(pattern.callback)}
    )


def names_with_object() -> list[str]:
    """Those whose address holds the key of an object."""
    return sorted({name for name, pattern in _routes() if name and pattern.pattern.converters})


def nameless() -> list[str]:
    """Routes of our rooms without a name: no matrix could hold them."""
    return [str(pattern.pattern) for name, pattern in _routes() if not name]


def _routes() -> Iterator[tuple[str, URLPattern]]:
    for pattern in get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            # A room's own file, or one of the lists in it, by its first view.
            module = getattr(pattern.urlconf_name, "__name__", "")
            first = next(iter(pattern.url_patterns), None)
            if not module and isinstance(first, URLPattern):
                module = first.callback.__module__
            if module.split(".")[0] in OURS:
                yield from _walk(pattern)


def _walk(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    here = ":".join(part for part in (namespace, resolver.namespace) if part)
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, here)
        elif not pattern.name:
            yield "", pattern
        else:
            yield (f"{here}:{pattern.name}" if here else pattern.name), pattern


def _methods(view: Callable) -> set[str]:
    """Methods that a view accepts, as its decorator or its class says; POST when nobody says."""
    known = getattr(view, "view_class", None)
    if known is not None:
        return {name.upper() for name in known.http_method_names if hasattr(known, name)}
    accepted = set()
    while view is not None:
        names = getattr(getattr(view, "__code__", None), "co_freevars", ())
        cells = dict(zip(names, getattr(view, "__closure__", None) or (), strict=False))
        if "request_method_list" in cells:
            methods = set(cells["request_method_list"].cell_contents)
            accepted = accepted & methods if accepted else methods
        view = getattr(view, "__wrapped__", None)
    return accepted or {"POST"}
