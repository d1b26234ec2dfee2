"""The demonstration as its people see it: addresses, forms, numbers of objects."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.apps import apps
from django.db import models
from django.test import Client

from communaute.comptes.models import User
from tests.architecture.routes import OURS, url_names
from tests.fuzz.pages import Form, links_and_forms, name_of

LOGINS = (
    *("coproprietaire", "ambassadrice", "agence", "exploitant", "collectivite", "editrice"),
    *("equipe", "agence.dijon", "exploitant.dijon", "syndic", "nadia"),
)
DOORS = (
    *("/", "/mon-compte/", "/mon-compte/copropriete/", "/ambassadeurs/mon-mandat/", "/visites/"),
    *("/mises-en-relation/", "/exploitant/", "/agence/", "/collectivite/", "/moderation/"),
    *("/ambassadeurs/a-verifier/", "/moderation/recours/", "/plan-du-site/", "/comptes/connexion/"),
    *("/visites/a-valider/", "/moderation/mes-decisions/", "/comptes/adresse/"),
)
# What people write is seen in these: lists, exports, feeds.
SHOWN = (
    *("/", "/communaute/", "/communaute/questions/atom.xml", "/ambassadeurs/", "/moderation/"),
    *("/ambassadeurs/export.csv", "/exploitant/", "/exploitant/export.csv", "/agence/", "/stats/"),
    *("/mises-en-relation/", "/mises-en-relation/?cote=recues", "/visites/", "/mon-compte/"),
    *("/mon-compte/notifications/", "/mon-compte/notifications/recues/"),
    *("/collectivite/export.csv", "/recherche/?q=reseau"),
    *("/ambassadeurs/a-verifier/", "/moderation/dossiers.csv", "/mon-compte/copropriete/"),
    *("/exploitant/carte.geojson", "/ambassadeurs/carte.geojson", "/agence/ambassadeurs/"),
)
APIS = ("/api/v1/openapi.json", "/api/v2/openapi.json")
PER_KIND = 4
IDS_PER_FIELD = 6


# Of an API, as it describes itself: method, path, query parameters, and for each field of the body
# the words it knows.
Operation = tuple[str, str, list[str], dict[str, list[str]]]


@dataclass
class World:
    """`readers` are those who were given the page; `forms` are by name of page and of action."""

    people: list[str]
    names: list[str] = field(default_factory=list)
    addresses: dict[str, list[str]] = field(default_factory=dict)
    readers: dict[str, list[str]] = field(default_factory=dict)
    forms: dict[str, list[Form]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    operations: list[Operation] = field(default_factory=list)


def explore() -> World:
    """Read the pages of the demonstration as each of its people, by links; no form is sent."""
    world = World([f"{login}@demo.test" for login in LOGINS])
    shapes: Counter[object] = Counter()
    for person in ["", *world.people]:
        _walk(world, person, shapes)
    world.names = sorted({*url_names(), *world.addresses} - {""})
    world.ids = _ids()
    world.operations = [operation for address in APIS for operation in _operations(address)]
    return world


def _walk(world: World, person: str, shapes: Counter[object]) -> None:
    client = Client(raise_request_exception=False)
    if person:
        user = User.objects.get(email=person)
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    queue, seen, kinds = deque(DOORS), set(DOORS), Counter[str]()
    while queue:
        path = queue.popleft()
        name = name_of(path)
        kinds[name] += 1
        if kinds[name] > PER_KIND * (5 if name == "wagtail_serve" else 1):
            continue
        response = client.get(path, follow=True)
        if response.status_code != 200:
            continue
        path = response.request["PATH_INFO"] if response.redirect_chain else path
        name = name_of(path)
        if path not in world.readers:
            world.addresses.setdefault(name, []).append(path)
        world.readers.setdefault(path, []).append(person)
        if response.streaming or not response["Content-Type"].startswith("text/html"):
            continue
        links, forms = links_and_forms(path, response.content.decode())
        for link in links:
            if link not in seen:
                seen.add(link)
                queue.append(link)
        for form in forms:
            shapes[form.shape] += 1
            if form.method == "post" and shapes[form.shape] <= PER_KIND:
                for about in {name, name_of(form.action)}:
                    world.forms.setdefault(about, []).append(form)


def _ids() -> list[str]:
    """Numbers, tokens and slugs of a few objects of each of our models."""
    found: set[str] = set()
    for model in apps.get_models():
        if not model.__module__.startswith(OURS) or model._meta.proxy:
            continue
        for column in model._meta.concrete_fields:
            if column.primary_key or isinstance(column, models.UUIDField | models.SlugField):
                rows = model._default_manager.order_by("pk").values_list(column.attname, flat=True)
                found |= {str(value) for value in rows[:IDS_PER_FIELD]}
    return sorted(found - {""})


def _operations(address: str) -> Iterator[Operation]:
    described = Client().get(address).json()
    schemas = described.get("components", {}).get("schemas", {})
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            schema = schemas.get(body.get("schema", {}).get("$ref", "").rpartition("/")[2], {})
            query = [one["name"] for one in operation.get("parameters", []) if one["in"] == "query"]
            words = {
                name: [
                    word for kind in about.get("anyOf", [about]) for word in kind.get("enum", [])
                ]
                for name, about in schema.get("properties", {}).items()
            }
            yield method, path, query, words
