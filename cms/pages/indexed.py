"""How these pages are found by the search."""

from cms.indexed import register_kind
from cms.text import plain
from socle.search.sources import Row

from .models import ContactPage


def _contact(page: ContactPage) -> Row:
    return Row(
        pk=page.pk,
        title=page.title,
        url="/contact/",
        lead="contact, joindre, écrire, une personne, aide, assistance, réclamation",
        text=plain(page.introduction),
    )


def register_kinds() -> None:
    register_kind(ContactPage, _contact)
