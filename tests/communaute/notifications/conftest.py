import pytest

from communaute.notifications import catalogue
from communaute.notifications.catalogue import Channel, Kind, Priority
from communaute.notifications.services import tell
from tests.communaute.comptes.factories import UserFactory

from .smtp import Mailbox, free_port, mailers, serving

WORDS = {
    "essai/reponse.txt": (
        "{% load notifications_tags %}{% partialdef subject %}{{ author }} a répondu à {{ title }}"
        "{% endpartialdef %}{% partialdef body %}Bonjour <b>,\n\n{{ quote|as_quote }}\n\n"
        "- un\n- deux{% endpartialdef %}{% partialdef action %}Lire{% endpartialdef %}"
        "{% partialdef why %}Vous avez posé cette question.{% endpartialdef %}"
    ),
    "essai/code.txt": (
        "{% partialdef subject %}Votre code{% endpartialdef %}{% partialdef text %}Voici :\n\n"
        "    {{ code }}\n\nLe {{ at|date:'j F Y' }}.{% endpartialdef %}"
        "{% partialdef why %}Vous l’avez demandé.{% endpartialdef %}"
    ),
    "essai/site.txt": "{% partialdef subject %}Merci {{ author }}{% endpartialdef %}",
}


@pytest.fixture
def user(db):
    return UserFactory(email="monique@example.org", display_name="Monique D.")


@pytest.fixture
def own_kinds(db, monkeypatch, settings, tmp_path):
    """Three kinds of the test's own, with their words."""
    monkeypatch.setattr(catalogue, "_KINDS", {})
    templates = [dict(settings.TEMPLATES[0])]
    templates[0]["DIRS"] = [tmp_path / "templates", *templates[0]["DIRS"]]
    settings.TEMPLATES = templates
    for name, text in WORDS.items():
        path = tmp_path / "templates" / catalogue.FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    common = {"who": "La personne.", "when": "Aussitôt."}
    catalogue.register_kinds(
        Kind(key="essai.reponse", label="Réponse", **common),
        Kind(
            key="essai.code",
            label="Code",
            priority=Priority.CODE,
            on_site=False,
            may_be_off=False,
            keeps_address=False,
            **common,
        ),
        Kind(key="essai.site", label="Merci", channel=Channel.NONE, **common),
    )
    settings.BASE_URL = "https://chauffage.example"


@pytest.fixture
def say(own_kinds):
    """Tell somebody of an answer; the same `key` is the same event."""

    def say(to, key="reponse-1", **fields):
        context = {"author": "L’ALEC", "title": "« Quel coût ? »", "quote": "Mille\neuros"}
        given = {"context": context | fields.pop("context", {}), "thread": "question-1"} | fields
        return tell("essai.reponse", to=to, key=key, url="/communaute/#reponse-1", **given)

    return say


@pytest.fixture
def port(settings, db):
    """Where mails go: nobody listens there yet."""
    number = free_port()
    settings.MAILERS = mailers(number)
    return number


@pytest.fixture
def mailbox(port):
    box = Mailbox()
    with serving(box, port):
        yield box
