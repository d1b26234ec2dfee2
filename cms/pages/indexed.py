"""How these pages are found by the search."""

from typing import Any

from cms.indexed import register_kind
from cms.text import plain
from socle.search.sources import Row

from .models import (
    ContactPage,
    DossierPage,
    EditorialPage,
    EventPage,
    FaqPage,
    NewsPage,
    PlacePage,
    StoryPage,
)

# Words that people use for a kind of page and that its text does not say.
SAID: dict[type[Any], str] = {
    FaqPage: "FAQ, foire aux questions",
    EventPage: "événement, webinaire, portes ouvertes, agenda",
    StoryPage: "témoignage, récit, retour d’expérience",
    DossierPage: "parcours, étapes, par où commencer",
    NewsPage: "actualité, nouveauté",
    PlacePage: "ville, quartier, réseau",
}


def _contact(page: ContactPage) -> Row:
    return Row(
        pk=page.pk,
        title=page.title,
        url="/contact/",
        lead="contact, joindre, écrire, une personne, aide, assistance, réclamation",
        text=plain(page.introduction),
    )


def _editorial(page: EditorialPage) -> Row:
    headings = [section["title"] for section in page.sections]
    return Row(
        pk=page.pk,
        title=page.title,
        url=page.url or "/",
        lead=" ".join((SAID[type(page)], *headings, page.introduction)),
        text=" ".join((page.introduction, *page.searched_texts)),
        happened_at=page.last_published_at,
    )


def add_kinds() -> None:
    register_kind(ContactPage, _contact)
    for kind in SAID:
        register_kind(kind, _editorial)
