"""The rows of the table, for the database there is: every page that issue 9 names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from itertools import permutations

from django.conf import settings
from django.contrib.auth import login
from django.db.models import Count, Model, QuerySet
from django.middleware.csrf import CSRF_SESSION_KEY, get_token
from django.test import RequestFactory

from ambassadeurs.demandes.models import Demande
from ambassadeurs.demonstration.scale.texts import DOMAIN
from ambassadeurs.reseaux.models import Reseau
from cms.models import GuidePage
from communaute.comptes.enums import OrganisationKind
from communaute.comptes.models import Membership, User
from communaute.questions.models import Answer, Question, Space
from communaute.questions.reading.lists import LATEST, THREAD
from socle.keyset import END

from .requests import FLOOR, WORDS, Person, Row, Table

# Who reads and answers in turn: one person waits between two answers, as the rules ask.
PEOPLE = 500
# Questions, and places of lists, that one row asks in turn.
PLACES = 2_000
# Points of the demonstration's networks, and of nowhere.
POINTS = ("45.1885,5.7245", "45.1716,5.7223", "47.3220,5.0415", "48.1173,-1.6778", "46.2,1.9")
# What is found is kept a minute for all: the first row asks each pair of words once.
PAIRS = [f"{one}%20{other}" for one, other in permutations(WORDS.split(), 2)]
SEARCHES = {
    "neuve": ("de deux mots, la première fois", PAIRS),
    "courant": ("courante", ("sous-station", "chauffage", "chaufferie", "devis", "facture")),
    "rare": ("rare", ("éco-prêt", "désembouage", "géothermie", "calorifugeage")),
    "mal-tape": ("mal tapée", ("chaufage", "racordement", "copropriéte")),
    "rien": ("sans résultat", ("zzyzx", "qwertz", "xylkw")),
}


@dataclass(frozen=True)
class Page:
    """A page in one or several of its addresses, and the modes in which it is measured."""

    key: str
    name: str
    paths: Sequence[str]
    modes: str


# Letters of `Page.modes`: `w`arm, `b`eside a write, `c`old, `s`igned in, `d`irect (never kept).
def table() -> Table:
    """Every row, the floor first. Reads the database of the settings; writes sessions."""
    people = [_signed_in(person) for person in _members()]
    answers = _answers(people)
    rows = [
        Row("plancher.rien", "plancher, rien", ["/plancher/vide/"]),
        Row(FLOOR, "plancher, une clé", ["/plancher/cle/"]),
        *(row for page in _pages() for row in _in_modes(page, people)),
        *_readers_of_questions(),
        *_desks(),
        *([answers] if answers else []),
    ]
    facts = {
        "questions": Question.objects.count(),
        "réponses": Answer.objects.count(),
        "comptes": User.objects.count(),
        "mises en relation": Demande.objects.count(),
    }
    return Table(rows, answers, facts)


def _members() -> Sequence[User]:
    """People of the scale, else of the demonstration, who speak for no organisation."""
    members = User.objects.filter(is_active=True, memberships=None).order_by("pk")
    return members.filter(email__endswith=DOMAIN)[:PEOPLE] or members[:PEOPLE]


def _pages() -> Iterator[Page]:
    yield Page("accueil", "accueil du site", ["/"], "wbcs")
    yield Page("liste", "liste des questions", ["/communaute/"], "wbcs")
    yield Page("liste-milieu", "liste, au milieu", _middle_of_the_list(), "cs")
    yield Page("liste-fin", "liste, dernière page", [f"/communaute/?avant={END}"], "cs")
    usual = Question.objects.published().filter(answers_count__lte=40).order_by("pk")
    spread = _spread(usual, PLACES)
    space = Space.objects.order_by("-questions_count", "pk")[0]
    yield Page("espace", "espace qui a la moitié des questions", [space.get_absolute_url()], "cs")
    yield Page("question", "question", [one.get_absolute_url() for one in spread], "wbcs")
    yield from _longest_thread()
    for key, (name, words) in SEARCHES.items():
        paths = [f"/recherche/?q={word}" for word in words]
        yield Page(f"recherche-{key}", f"recherche {name}", paths, "cs")
    typed = [f"/recherche/suggestions/?q={word}" for word in ("sous-st", "chauf", "fac", "dev")]
    yield Page("suggestions", "suggestions de recherche", typed, "c")
    yield Page("stats", "/stats", ["/stats/"], "wbc")
    yield Page("ambassadeurs", "/ambassadeurs/", ["/ambassadeurs/"], "wbcs")
    if guide := GuidePage.objects.live().order_by("pk").first():
        yield Page("guide", "un guide", [str(guide.url)], "wbcs")
    yield Page("reseaux", "/reseaux/", ["/reseaux/"], "wbcs")
    networks = Reseau.objects.filter(coproprietes__isnull=False).distinct().order_by("pk")[:PLACES]
    if networks:
        yield Page("reseau", "un réseau", [one.get_absolute_url() for one in networks], "wcs")
    points = [point.split(",") for point in POINTS]
    tested = [f"/mon-adresse/?lat={latitude}&lon={longitude}" for latitude, longitude in points]
    yield Page("adresse", "test d’adresse, par un point", tested, "d")


def _middle_of_the_list() -> list[str]:
    listed = Question.objects.published()
    middle = _spread(listed.order_by("-last_activity_at", "-pk"), PLACES)
    aside = len(middle) // 4
    return [
        f"/communaute/?apres={LATEST.cursor(question)}"
        for question in middle[aside : len(middle) - aside] or middle
    ]


def _longest_thread() -> Iterator[Page]:
    longest = Question.objects.published().order_by("-answers_count").first()
    if longest is None:
        return
    path = longest.get_absolute_url()
    count = longest.answers_count
    yield Page("fil", f"fil de {count} réponses", [path], "cs")
    listed = Answer.objects.published().filter(question=longest).order_by(*THREAD.order)
    places = [f"{path}?apres={THREAD.cursor(one)}" for one in _spread(listed, PLACES)[:-1]]
    yield Page("fil-milieu", f"fil de {count}, au milieu", places or [path], "cs")
    yield Page("fil-fin", f"fil de {count}, dernière page", [f"{path}?avant={END}"], "cs")


def _spread[M: Model](rows: QuerySet[M], most: int) -> list[M]:
    """At most so many of these rows, from the first to the last."""
    keys = list(rows.values_list("pk", flat=True))
    chosen = keys[:: max(1, len(keys) // most)][:most]
    found = rows.in_bulk(chosen)
    return [found[key] for key in chosen]


def _in_modes(page: Page, people: Sequence[Person]) -> Iterator[Row]:
    kept = Row(f"{page.key}.vue", f"{page.name}, déjà vue", page.paths[:1])
    if "w" in page.modes:
        yield kept
    if "b" in page.modes:
        name = f"{page.name}, déjà vue, sous une écriture par seconde"
        yield replace(kept, key=f"{page.key}.ecriture", name=name, is_written_beside=True)
    new = Row(f"{page.key}.jamais", f"{page.name}, jamais vue", page.paths, is_new=True)
    if "c" in page.modes:
        yield new
    if "d" in page.modes:
        yield replace(new, key=page.key, name=page.name)
    if "s" in page.modes:
        yield Row(f"{page.key}.connecte", f"{page.name}, connecté", page.paths, people=people)


def _readers_of_questions() -> Iterator[Row]:
    """A question read by those who see more of it than a member: each where they wrote, an agency,
    the national team."""
    wrote = Answer.objects.published().filter(author__is_active=True, author__memberships=None)
    last = wrote.order_by("author", "-pk").select_related("author", "question")
    theirs = list({one.author_id: one for one in last[: 4 * PEOPLE]}.values())[:PEOPLE]
    if theirs:
        paths = [one.question.get_absolute_url() for one in theirs]
        people = [_signed_in(one.author) for one in theirs if one.author]
        yield Row("question.ecrit", "question où l’on a écrit", paths, people=people)
    usual = Question.objects.published().filter(answers_count__lte=40).order_by("pk")
    paths = [one.get_absolute_url() for one in _spread(usual, PLACES)]
    for key, name, kind in (
        ("agence", "question, lue par une agence", OrganisationKind.AGENCE),
        ("equipe", "question, lue par l’équipe nationale", OrganisationKind.EQUIPE),
    ):
        if person := _at(kind):
            yield Row(f"question.{key}", name, paths, people=[_signed_in(person)])


def _desks() -> Iterator[Row]:
    """Pages of those who work, as the busiest of each kind sees them."""
    operator, agency = _at(OrganisationKind.EXPLOITANT), _at(OrganisationKind.AGENCE)
    for key, name, path, person in (
        ("exploitant", "espace d’un exploitant", "/exploitant/", operator),
        ("agence", "espace d’une agence", "/agence/", agency),
        ("fils", "mises en relation d’une personne", "/mises-en-relation/", _asks_most()),
        ("moderation", "file de modération", "/moderation/", _at(OrganisationKind.EQUIPE)),
    ):
        if person:
            yield Row(key, name, [path], people=[_signed_in(person)])


def _at(kind: OrganisationKind) -> User | None:
    """Who works for the organisation of this kind that received the most."""
    members = Membership.objects.filter(organisation__kind=kind, user__is_active=True)
    busiest = members.alias(received=Count("organisation__demandes")).order_by("-received", "pk")
    found = busiest.select_related("user").first()
    return found.user if found else None


def _asks_most() -> User | None:
    """The person who sent the most requests."""
    asked = Demande.objects.filter(requester__is_active=True).values("requester")
    busiest = asked.annotate(sent=Count("pk")).order_by("-sent", "requester").first()
    return User.objects.get(pk=busiest["requester"]) if busiest else None


def _answers(people: Sequence[Person]) -> Row | None:
    questions = Question.objects.published().filter(answers_count__lte=20)
    pks = questions.order_by("-pk").values_list("pk", flat=True)[: PLACES - 3]
    paths = [f"/communaute/questions/{pk}/repondre/" for pk in pks]
    if not (paths and people):
        return None
    return Row("repondre", "publier une réponse", paths, people=people, posts=True)


def _signed_in(person: User) -> Person:
    """Cookie and token of a person, as signing in would give them."""
    request = RequestFactory().get("/")
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    # Tokens live in the session, where the middleware would put this one.
    request.session[CSRF_SESSION_KEY] = request.META["CSRF_COOKIE"]
    token = get_token(request)
    request.session.save()
    return Person(f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}", token)
