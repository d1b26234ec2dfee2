"""Publishing the examples that are missing; those that exist stay as people edited them."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from cms.models import GuidePage, HomePage
from cms.starter import without_existing
from socle.calendar import is_working_day

from ..models import (
    DossierPage,
    EventPage,
    FaqPage,
    NewsIndexPage,
    NewsPage,
    PlacePage,
    StoryPage,
)
from . import texts

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
    guides = list(GuidePage.objects.visible().order_by("path")[: texts.GUIDES_OF_THE_DOSSIER])
    pages: list[Page] = [
        FaqPage(
            title="Questions fréquentes",
            slug="questions-frequentes",
            introduction=texts.FAQ_INTRODUCTION,
            body=texts.FAQ,
        ),
        NewsIndexPage(
            title="Actualités",
            slug="actualites",
            introduction="Ce qui change, les rendez-vous à venir, et ceux qui l’ont déjà fait.",
        ),
        PlacePage(
            title="Se raccorder à Grenoble",
            slug="grenoble",
            reseau=texts.PLACE_RESEAU,
            introduction=texts.PLACE_INTRODUCTION,
            body=texts.PLACE,
        ),
    ]
    if len(guides) >= texts.GUIDES_OF_THE_DOSSIER:
        pages.append(
            DossierPage(
                title="Mon premier dossier : de l’idée au vote",
                slug="dossier-premier-projet",
                introduction=texts.DOSSIER_INTRODUCTION,
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
            introduction=texts.NEWS_INTRODUCTION,
            body=texts.NEWS,
        ),
        StoryPage(
            title="« Le plus long a été d’oser en parler »",
            slug="oser-en-parler",
            person="Monique, présidente du conseil syndical",
            building="Une copropriété de 62 lots, à Grenoble",
            ambassadeur_url=ambassadeur_url,
            introduction=texts.STORY_INTRODUCTION,
            body=texts.STORY,
        ),
        EventPage(
            title="Webinaire : préparer le vote en assemblée générale",
            slug="webinaire-vote",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=1),
            online_url="https://webinaire.numerique.gouv.fr/",
            registers_here=True,
            places=200,
            introduction=texts.EVENT_INTRODUCTION,
            body=texts.EVENT,
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
