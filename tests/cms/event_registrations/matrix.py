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
    return lambda: reverse(f"events:{name}", args=[make_open().pk])


def _row(name, make=joined):
    return lambda: reverse(f"events:{name}", args=[token_of(make())])


def _mine(name):
    return lambda person: reverse(f"events:{name}", args=[token_of(joined_by(person))])


NOT_READ = dict.fromkeys(EVERYBODY, 405)
MATRIX = {
    "events:register": {"url": _event("register"), **EVERYBODY},
    "events:sent": {"url": _event("sent"), **EVERYBODY},
    "events:registration": {"url": _row("registration"), **EVERYBODY},
    "events:calendar": {"url": _row("calendar"), **EVERYBODY},
    "events:given_up": {"url": lambda: reverse("events:given_up"), **EVERYBODY},
    "events:confirm": {"url": _row("confirm", asked), **NOT_READ},
    "events:give_up": {"url": _row("give_up"), **NOT_READ},
}
_OF_A_LINK = "the link alone opens it, signed in or not"
POSTS = {
    "events:register": post(
        lambda: (_event("register")(), typed()),
        anonymous=302,
        others=302,
        nobody_owns="the event is of the editors",
    ),
    "events:confirm": post(
        _row("confirm", asked), anonymous=302, others=302, nobody_owns=_OF_A_LINK
    ),
    "events:give_up": post(_row("give_up"), anonymous=302, others=302).own(
        _mine("give_up"), others=302
    ),
}
