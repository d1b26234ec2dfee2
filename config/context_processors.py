"""What every template may show: the marks of the operator, the main menu, the contact address."""

from django.conf import settings
from django.http import HttpRequest

MAIN_MENU = (
    ("Tester mon adresse", "/mon-adresse/"),
    ("Réseaux de chaleur", "/reseaux/"),
    ("Ambassadeurs", "/ambassadeurs/"),
    ("Questions et réponses", "/communaute/"),
    ("Guides", "/guides/"),
)


def service(request: HttpRequest) -> dict[str, object]:
    """`MAIN_MENU` holds label, url, and whether the page shown is in that section.

    `CANONICAL_URL` is the page without filters nor page number: one address for search engines.
    """
    return {
        "CANONICAL_URL": f"{settings.BASE_URL}{request.path}",
        "BRAND_STATE": settings.BRAND_STATE,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEVELOPMENT": settings.DEBUG,
        "MAIN_MENU": [
            {
                "label": label,
                "url": url,
                "is_current": request.path.startswith(url),
                "is_page": request.path == url,
            }
            for label, url in MAIN_MENU
        ],
    }
