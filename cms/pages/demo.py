"""One good example of each page of editors, for the demonstration."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from socle.calendar import is_working_day

from ..authoring import faq, h, note, p, steps, table
from ..models import GuidePage, HomePage
from ..starter import without_existing
from .models import DossierPage, EventPage, FaqPage, NewsIndexPage, NewsPage, PlacePage, StoryPage

GUIDES_OF_THE_DOSSIER = 4
PLACE_RESEAU = "3802C"

FAQ_INTRODUCTION = (
    "Les questions que l’on nous pose le plus, avec une réponse courte et le guide qui en dit "
    "davantage."
)
FAQ = [
    h("Avant de se lancer"),
    faq(
        (
            "Combien ça coûte ?",
            "Trois questions suffisent pour un ordre de grandeur, avec sa marge d’erreur : "
            "[Combien paierions-nous ?](/simuler/) compare le réseau, le gaz et la pompe à "
            "chaleur.",
        ),
        (
            "Comment savoir si un réseau passe près de chez moi ?",
            "Donnez votre adresse dans [le test](/mon-adresse/). La réponse est immédiate et "
            "gratuite. Seule l’étude de l’exploitant dit ensuite si le raccordement est possible.",
        ),
        (
            "Faut-il que toute la copropriété soit d’accord ?",
            "Non. L’assemblée générale vote, à une majorité que prévoit la loi. "
            "Votre syndic vous dit laquelle s’applique à votre projet.",
        ),
        (
            "Mon immeuble a un chauffage individuel : est-ce possible ?",
            "Oui, mais il faut d’abord créer un chauffage collectif. Les travaux sont plus "
            "importants : demandez une étude avant toute décision.",
        ),
    ),
    h("Pendant le projet"),
    faq(
        (
            "Combien de temps dure un raccordement ?",
            "Comptez souvent plus d’un an entre la première demande et le premier hiver : "
            "l’étude, le vote, puis les travaux, en général hors de la saison de chauffe.",
        ),
        (
            "Serons-nous sans chauffage pendant les travaux ?",
            "Les travaux se font presque toujours en été. L’eau chaude peut être coupée un ou "
            "deux jours : demandez à l’exploitant de l’écrire dans son planning.",
        ),
    ),
    h("Après"),
    faq(
        (
            "Qui s’occupe de la sous-station ?",
            "L’exploitant du réseau entretient ce qui lui appartient. La copropriété garde "
            "l’entretien de ses propres tuyaux et radiateurs. Le contrat dit où est la limite.",
        ),
    ),
]

DOSSIER_INTRODUCTION = (
    "Vous partez de zéro ? Lisez ces guides dans l’ordre. Chacun se lit en moins de dix minutes."
)

NEWS_INTRODUCTION = (
    "Un prix, une aide, un taux : quand la source change, la rédaction corrige une fois et toutes "
    "les pages suivent."
)
NEWS = [
    p(
        "Jusqu’ici, un chiffre pouvait vieillir dans un guide sans que personne le voie. Chaque "
        "chiffre a maintenant sa fiche : valeur, unité, année, source, et jour de la dernière "
        "vérification."
    ),
    h("Ce que cela change pour vous"),
    p(
        "- Sous chaque chiffre, vous lisez d’où il vient et de quelle année.\n"
        "- Un chiffre trop ancien se dit « à vérifier ».\n"
        "- Une erreur ? [Écrivez-nous](/contact/) : une personne vérifie et vous répond."
    ),
]

STORY_INTRODUCTION = (
    "Monique a porté le raccordement de son immeuble, de la première réunion au premier hiver. "
    "Elle raconte ce qu’elle referait, et ce qu’elle éviterait."
)
STORY = [
    h("Commencer petit"),
    p(
        "« Je n’y connaissais rien. J’ai commencé par poser une question à l’immeuble d’en face, "
        "qui venait de se raccorder. Ils m’ont montré leur sous-station : une pièce propre, "
        "silencieuse, grande comme une cave. Je suis rentrée avec des photos. »"
    ),
    h("Parler d’argent sans se fâcher"),
    p(
        "« Nous avons comparé nos trois dernières années de charges avec les leurs, poste par "
        "poste. Personne n’a été convaincu par une promesse ; tout le monde l’a été par deux "
        "factures côte à côte. »"
    ),
    note(
        "info",
        "Ce qu’elle referait",
        "Demander l’étude avant l’été, pour voter en hiver et faire les travaux l’été suivant.",
    ),
    h("Le premier hiver"),
    p(
        "« Le premier mois, il faisait trop chaud. L’exploitant a réglé la courbe de chauffe en "
        "deux passages. Gardez le nom de la personne à appeler : c’est plus utile qu’une "
        "brochure. »"
    ),
]

EVENT_INTRODUCTION = (
    "Une heure avec une conseillère et deux présidentes de conseil syndical : quelle résolution "
    "écrire, à quelle majorité, et comment répondre aux questions le soir de l’assemblée."
)
EVENT = [
    h("Au programme"),
    steps(
        ("La résolution", "Ce qu’elle doit contenir pour être votée sans discussion de forme."),
        ("Les majorités", "Laquelle s’applique, et ce qui se passe si elle manque de peu."),
        ("Vos questions", "La moitié du temps leur est gardée."),
    ),
    p("Le rendez-vous est gratuit. L’enregistrement et sa transcription seront publiés ensuite."),
]

PLACE_INTRODUCTION = (
    "Grenoble et les communes voisines ont l’un des plus longs réseaux de chaleur de France. "
    "Voici par où commencer si votre immeuble n’y est pas encore."
)
PLACE = [
    h("Par où commencer"),
    steps(
        ("Testez votre adresse", "La distance au réseau décide de beaucoup de choses."),
        ("Parlez avec un immeuble raccordé", "Il y en a sans doute un dans votre rue."),
        (
            "Demandez une étude à l’exploitant",
            "Elle n’engage à rien. Demandez si elle est gratuite : c’est fréquent.",
        ),
    ),
    h("À qui s’adresser"),
    table(
        "Qui répond à quoi",
        "Votre question | Qui y répond",
        "Mon immeuble peut-il être raccordé ? | L’exploitant du réseau",
        "Quelles aides, dans quel ordre ? | L’agence locale de l’énergie",
        "Comment cela s’est-il passé chez vous ? | Une copropriété ambassadrice",
    ),
]


DAYS_AHEAD = 30


@transaction.atomic
def load_pages(*, ambassadeur_url: str = "") -> int:
    """Returns how many pages were created. The guides must be there: a dossier leads to them; the
    story leads to the copropriété at `ambassadeur_url`."""
    home = HomePage.objects.get()
    made = _publish(home, _at_the_root())
    index = NewsIndexPage.objects.get()
    return made + _publish(index, _under_news(ambassadeur_url))


def _publish(parent: Page, pages: list[Page]) -> int:
    missing = without_existing(parent, pages)
    for page in missing:
        parent.add_child(instance=page)
        page.save_revision().publish()
    return len(missing)


def _at_the_root() -> list[Page]:
    guides = list(GuidePage.objects.visible().order_by("path")[:GUIDES_OF_THE_DOSSIER])
    pages: list[Page] = [
        FaqPage(
            title="Questions fréquentes",
            slug="questions-frequentes",
            introduction=FAQ_INTRODUCTION,
            body=FAQ,
        ),
        NewsIndexPage(
            title="Actualités",
            slug="actualites",
            introduction="Ce qui change, les rendez-vous à venir, et ceux qui l’ont déjà fait.",
        ),
        PlacePage(
            title="Se raccorder à Grenoble",
            slug="grenoble",
            reseau=PLACE_RESEAU,
            introduction=PLACE_INTRODUCTION,
            body=PLACE,
        ),
    ]
    if len(guides) >= GUIDES_OF_THE_DOSSIER:
        pages.append(
            DossierPage(
                title="Mon premier dossier : de l’idée au vote",
                slug="dossier-premier-projet",
                introduction=DOSSIER_INTRODUCTION,
                guides=[("guide", guide) for guide in guides],
            )
        )
    return pages


def _under_news(ambassadeur_url: str) -> list[Page]:
    starts_at = _evening(_working_day(timezone.localdate() + timedelta(days=DAYS_AHEAD)))
    return [
        NewsPage(
            title="Les chiffres de chaque guide suivent désormais leur source",
            slug="chiffres-sources",
            published_on=date(2026, 11, 12),
            introduction=NEWS_INTRODUCTION,
            body=NEWS,
        ),
        StoryPage(
            title="« Le plus long a été d’oser en parler »",
            slug="oser-en-parler",
            person="Monique, présidente du conseil syndical",
            building="Une copropriété de 62 lots, à Grenoble",
            ambassadeur_url=ambassadeur_url,
            introduction=STORY_INTRODUCTION,
            body=STORY,
        ),
        EventPage(
            title="Webinaire : préparer le vote en assemblée générale",
            slug="webinaire-vote",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            online_url="https://webinaire.numerique.gouv.fr/",
            registers_here=True,
            places=200,
            introduction=EVENT_INTRODUCTION,
            body=EVENT,
        ),
    ]


def _working_day(day: date) -> date:
    """That day, or the next one on which people work."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _evening(day: date) -> datetime:
    """Half past six in Paris, whatever the season."""
    return timezone.make_aware(datetime.combine(day, time(18, 30)))


__all__ = ["load_pages"]
