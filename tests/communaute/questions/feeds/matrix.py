"""Who gets what at each address of the room (see tests/architecture)."""

from taggit.models import Tag

from tests.communaute.questions.factories import SpaceFactory
from tests.conftest import ROLES


def _row(url):
    return {"url": url, "anonymous": 200} | dict.fromkeys(ROLES, 200)


def _theme():
    Tag.objects.get_or_create(name="Travaux", slug="travaux")
    return "/communaute/themes/travaux/atom.xml"


MATRIX = {
    "feeds:latest": _row(lambda: "/communaute/questions/atom.xml"),
    "feeds:unanswered": _row(lambda: "/communaute/questions/sans-reponse.atom.xml"),
    "feeds:useful": _row(lambda: "/communaute/questions/utiles.atom.xml"),
    "feeds:space": _row(lambda: f"{SpaceFactory().get_absolute_url()}atom.xml"),
    "feeds:theme": _row(_theme),
}
