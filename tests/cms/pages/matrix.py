"""Pages of editors are public; so is what people send from them."""

from tests.architecture.posts import post
from tests.cms.factories import make_guide, make_site
from tests.cms.matrix import EVERYBODY

from .factories import make_event, written


def _page(address):
    def make():
        make_site()
        return address

    return {"url": make, **EVERYBODY}


FOUNDATION = make_site

POSTS = {
    "cms_pages:contact": post(
        lambda: (make_site() and "/contact/", written()), anonymous=302, others=302
    ),
    "cms_pages:vote": post(
        lambda: ("/avis/", {"page": make_guide().pk, "utile": "oui"}), anonymous=302, others=302
    ),
}


def _thanks():
    return f"/avis/{make_guide().pk}/merci/"


def _calendar():
    event = make_event()
    return f"/rendez-vous/{event.pk}/agenda.ics"


MATRIX = {
    "cms_pages:event_calendar": {"url": _calendar, **EVERYBODY},
    "cms_pages:vote": {"url": lambda: "/avis/", **dict.fromkeys(EVERYBODY, 405)},
    "cms_pages:vote_thanks": {"url": _thanks, **EVERYBODY},
    "cms_pages:contact": _page("/contact/"),
    "cms_pages:contact_sent": _page("/contact/envoye/"),
}
