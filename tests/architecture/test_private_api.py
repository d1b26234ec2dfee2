"""Of Django, django-allauth, Wagtail and psycopg we use what they promise to keep."""

import ast
import inspect
import re
import sys
import textwrap

from django.urls import get_resolver

from .test_files import ROOT

ROOMS = ("ambassadeurs", "cms", "communaute", "config", "socle")
LIBRARIES = ("django", "allauth", "wagtail", "psycopg")
# Begin with a sign of what is private, and are documented all the same.
DOCUMENTED = {"_meta", "_state", "_default_manager", "_base_manager", "_db"}
# Private names that anything may be asked for: those tempting enough to have been used once.
KNOWN = {
    *("_class", "_get_connection_pool"),
    *("_cached_user", "_csp_config", "_csp_nonce", "_csp_ro_config", "_login_stage"),
    *("_fetch_mode", "_iterable_class", "_known_related_objects", "_prefetch_related_lookups"),
    *("_fields_cache", "_prefetched_objects_cache", "_result_cache"),
    *("_session_cache", "_session_key", "_slug_is_available"),
}
# The imports of one module, which gives the reason of each.
IMPORTING = "communaute/comptes/login/allauth_internals.py"
ALLOWED = {
    # The client that a Redis cache makes: no setting names it.
    ("config/cache.py", "_class"),
    # Whom a code is sent to: django-allauth's view asks it of the form.
    ("communaute.comptes.forms.RequestLoginCodeForm", "_user"),
}


def is_private(name):
    return name == "internal" or (name.startswith("_") and not name.startswith("__"))


def trees():
    for folder in (*ROOMS, "scripts"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield str(path.relative_to(ROOT)), list(ast.walk(tree))


def imported(nodes):
    """The full names that these nodes import, and those that a setting would have imported."""
    for node in nodes:
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Constant) and re.fullmatch(r"\w+(\.\w+)+", str(node.value)):
            yield str(node.value)


def named(nodes):
    """The names that these nodes ask for, define, or give to `getattr`."""
    for node in nodes:
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_nothing_private_is_imported_but_in_one_module():
    found = {}
    for path, nodes in trees():
        for name in imported(nodes):
            library, *parts = name.split(".")
            if library in LIBRARIES and any(map(is_private, parts)):
                found.setdefault(path, set()).add(name)
    assert list(found) == [IMPORTING], found


def test_no_private_name_of_an_object_is_used():
    found = {(path, name) for path, nodes in trees() for name in named(nodes) if name in KNOWN}
    assert found - ALLOWED == set()


def ours():
    """The classes of ours that extend one of theirs, each with those."""
    # Reading addresses loads the views, hence their forms.
    assert get_resolver().url_patterns
    for module in list(sys.modules.values()):
        if module.__name__.split(".")[0] not in ROOMS:
            continue
        for kind in vars(module).values():
            if inspect.isclass(kind) and kind.__module__ == module.__name__:
                above = [one for one in kind.__mro__ if one.__module__.split(".")[0] in LIBRARIES]
                if above:
                    yield kind, above


def source_of(kind):
    try:
        return inspect.getsource(kind)
    except (OSError, TypeError):  # made while the program runs
        return ""


def test_classes_of_ours_touch_nothing_private_of_those_they_extend():
    found, seen, texts = set(), 0, {}
    for kind, above in ours():
        seen += 1
        nodes = ast.walk(ast.parse(textwrap.dedent(source_of(kind))))
        mine = {
            node.attr if isinstance(node, ast.Attribute) else node.name
            for node in nodes
            if isinstance(node, ast.Attribute | ast.FunctionDef)
        }
        for name in filter(is_private, mine - DOCUMENTED):
            for one in above:
                if one not in texts:
                    texts[one] = set(re.findall(r"\b_\w+", source_of(one)))
                if name in texts[one]:
                    found.add((f"{kind.__module__}.{kind.__qualname__}", name))
    assert seen > 500
    assert found - ALLOWED == set()


def test_what_is_allowed_is_still_used():
    used = {(path, name) for path, nodes in trees() for name in named(nodes)}
    for place, name in ALLOWED:
        path = place if "/" in place else f"{place.rpartition('.')[0].replace('.', '/')}.py"
        assert (path, name) in used, f"no longer needed: {place} {name}"
