"""What every template may show: the frame of the page, as editors and the team made it."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from cms.site.feedback import feedback_link
from cms.site.frame import Link
from cms.site.selectors import frame


def service(request: HttpRequest) -> dict[str, object]:
    """`MAIN_MENU` holds label, url, and whether the page shown is in that section.

    `CANONICAL_URL` is the page without filters nor page number: one address for search engines.
    """
    framed = frame()
    return {
        "CANONICAL_URL": f"{settings.BASE_URL}{request.path}",
        "SERVICE": framed.brand,
        "BRAND_STATE": framed.brand.has_state_marks,
        "CONTACT_EMAIL": settings.CONTACT_EMAIL,
        "DEVELOPMENT": settings.DEBUG,
        "MAIN_MENU": [_entry(link, request.path) for link in framed.main],
        "FOOTER_LINKS": framed.footer_links,
        "ACCESSIBILITY_URL": framed.accessibility_url,
        "FEEDBACK_URL": feedback_link(),
        "BANNER": framed.banner(timezone.now()),
    }


def _entry(link: Link, path: str) -> dict[str, object]:
    return {
        "label": link.label,
        "url": link.url,
        "is_external": link.is_external,
        "is_current": path == link.url or (link.url != "/" and path.startswith(link.url)),
        "is_page": path == link.url,
    }
