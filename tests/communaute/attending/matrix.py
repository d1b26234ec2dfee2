"""Who gets what: anybody registers; a registration is opened by its link alone."""

from django.urls import reverse

from tests.architecture.posts import post
from tests.cms.factories import make_site
from tests.cms.matrix import EVERYBODY
from tests.cms.pages.factories import stamp_of

from .factories import asked, joined, joined_by, make_open, token_of

FOUNDATION = make_site


def typed(**fields):
    """What a person without an account gives."""
    given = {"name": "Monique", "email": "monique@exemple.test", "website": "", "stamp": stamp_of()}
    return given | fields


def _event(name):
    return lambda: reverse(f"attending:{name}", args=[make_open().pk])


def _row(name, make=joined):
    return lambda: reverse(f"attending:{name}", args=[token_of(make())])


def _mine(name):
    return lambda person: reverse(f"attending:{name}", args=[token_of(joined_by(person))])


NOT_READ = dict.fromkeys(EVERYBODY, 405)
MATRIX = {
    "attending:register": {"url": _event("register"), **EVERYBODY},
    "attending:sent": {"url": _event("sent"), **EVERYBODY},
    "attending:registration": {"url": _row("registration"), **EVERYBODY},
    "attending:calendar": {"url": _row("calendar"), **EVERYBODY},
    "attending:given_up": {"url": lambda: reverse("attending:given_up"), **EVERYBODY},
    "attending:confirm": {"url": _row("confirm", asked), **NOT_READ},
    "attending:give_up": {"url": _row("give_up"), **NOT_READ},
}
_OF_A_LINK = "the link alone opens it, signed in or not"
POSTS = {
    "attending:register": post(
        lambda: (_event("register")(), typed()),
        anonymous=302,
        others=302,
        nobody_owns="the event is of the editors",
    ),
    "attending:confirm": post(
        _row("confirm", asked), anonymous=302, others=302, nobody_owns=_OF_A_LINK
    ),
    "attending:give_up": post(_row("give_up"), anonymous=302, others=302).own(
        _mine("give_up"), others=302
    ),
}
