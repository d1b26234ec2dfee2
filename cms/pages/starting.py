"""What a new installation owes of these pages."""

from wagtail.models import Page

from cms.authoring import prose
from cms.models import HomePage
from cms.starter import without_existing

from .models import ContactPage

INTRODUCTION = (
    "Une question sur le service, une erreur dans une page, un souci avec votre compte ? "
    "Écrivez-nous : une personne lit chaque message et y répond.\n\n"
    "Pour une question sur le chauffage de votre immeuble, "
    "[posez-la aux copropriétés déjà raccordées](/communaute/) : la réponse servira aussi à "
    "d’autres."
)
CONFIRMATION = (
    "En attendant, les [guides](/guides/) et les [questions déjà posées](/communaute/) répondent "
    "peut-être à la vôtre."
)


def create_pages() -> list[str]:
    """Create what is missing, once; an edit is never undone. Returns the titles."""
    home = HomePage.objects.get()
    pages: list[Page] = [
        ContactPage(
            title="Nous écrire",
            slug="contact",
            introduction=prose(INTRODUCTION).source,
            confirmation=prose(CONFIRMATION).source,
            search_description="Une question sur le service, une erreur, un souci avec votre "
            "compte : une personne vous répond.",
        ),
    ]
    created = without_existing(home, pages)
    for page in created:
        home.add_child(instance=page)
        page.save_revision().publish()
    return [page.title for page in created]
