"""What one chooses to receive: a table, one click for all, and what is then told."""

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communaute.notifications import outbox
from communaute.notifications.catalogue import Channel, kinds
from communaute.notifications.channels import Ways
from communaute.notifications.enums import Preset
from communaute.notifications.models import Mail, Notification, Preference
from communaute.notifications.preferences.services import (
    NotChoosable,
    set_ways,
    ways_of,
)
from communaute.notifications.services import tell
from tests.communaute.comptes.factories import UserFactory

PAGE = "/mon-compte/notifications/"
ACCEPTED = "questions.answer_accepted"
FIRST = "questions.first_answer"


def sent(user, **changes):
    """The table as the page shows it, with some changes."""
    data = {}
    for key, ways in ways_of(user).items():
        data[f"mail-{key}"] = data[f"initial-mail-{key}"] = ways.mail.value
        data[f"initial-site-{key}"] = str(ways.site)
        if ways.site:
            data[f"site-{key}"] = "on"
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_the_table_shows_what_is_chosen_and_keeps_what_differs_only(client, user):
    client.force_login(user)
    page = BeautifulSoup(client.get(PAGE).content, "html.parser")
    chosen = page.select_one(f'[name="mail-{FIRST}"] option[selected]')
    assert chosen.text == "Aussitôt"

    changes = {f"mail-{FIRST}": "weekly", f"site-{FIRST}": None}
    assert client.post(PAGE, sent(user, **changes)).status_code == 302
    kept = [(row.kind, row.site, row.mail) for row in Preference.objects.all()]
    assert kept == [(FIRST, False, "weekly")]

    page = BeautifulSoup(client.get(PAGE).content, "html.parser")
    assert page.select_one(f'[name="mail-{FIRST}"] option[selected]').text == "Chaque semaine"
    assert not page.select_one(f'[name="site-{FIRST}"]').has_attr("checked")
    # Back to how it was: nothing is kept.
    client.post(PAGE, sent(user, **{f"mail-{FIRST}": "instant", f"site-{FIRST}": "on"}))
    assert not Preference.objects.exists()


def _table_is_open(response):
    """The table is folded, but for an error in it."""
    page = BeautifulSoup(response.content, "html.parser")
    return page.select_one(".cu-choices").find_parent("details").has_attr("open")


def test_each_box_is_drawn(client, user):
    """The DSFR draws it on the label that comes right after."""
    client.force_login(user)
    page = BeautifulSoup(client.get(PAGE).content, "html.parser")
    boxes = page.select('.fr-checkbox-group [name^="site-"]')
    assert len(boxes) == len(ways_of(user))
    assert [box["name"] for box in boxes if box.find_next_sibling().name != "label"] == []


def test_a_page_of_before_changes_only_what_was_changed_on_it(client, user):
    """Stopped from a mail meanwhile, it stays stopped."""
    client.force_login(user)
    page = BeautifulSoup(client.get(PAGE).content, "html.parser")
    shown = {one["name"]: one.get("value", "") for one in page.select('input[name^="initial-"]')}
    old = sent(user, **{f"mail-{ACCEPTED}": "weekly"}) | shown
    set_ways(actor=user, ways={FIRST: Ways(site=False, mail=Channel.NONE)})

    assert client.post(PAGE, old).status_code == 302

    ways = ways_of(user)
    assert ways[FIRST] == Ways(site=False, mail=Channel.NONE)
    assert ways[ACCEPTED].mail == Channel.WEEKLY


@pytest.mark.parametrize("value", ["", "parfois", "instant\u0000"])
def test_a_choice_that_does_not_exist_is_said_near_its_line(client, user, value):
    client.force_login(user)
    response = client.post(PAGE, sent(user, **{f"mail-{FIRST}": value}))
    assert response.status_code == 422
    assert "Par courriel : Première réponse à votre question" in response.text
    assert _table_is_open(response)
    assert not _table_is_open(client.get(PAGE))
    assert not Preference.objects.exists()


def test_what_always_leaves_is_shown_with_why_and_cannot_be_chosen(client, user, agence):
    client.force_login(user)
    page = client.get(PAGE).text
    assert "Décision sur un texte ou sur un compte, et pourquoi" in page
    assert "La loi nous demande" in page
    assert "mail-moderation.decision" not in page
    with pytest.raises(NotChoosable):
        set_ways(actor=user, ways={"moderation.decision": Ways(site=True, mail=Channel.NONE)})
    # Kinds of organisations are shown to their members.
    assert "routing.new_in_space" not in page
    client.force_login(agence)
    assert "routing.new_in_space" in client.get(PAGE).text


def test_one_click_for_all(client, user):
    client.force_login(user)
    assert client.post(f"{PAGE}reglage/", {"preset": "un peu"}).status_code == 422
    assert not Preference.objects.exists()
    buttons = BeautifulSoup(client.get(PAGE).content, "html.parser").select('[name="preset"]')
    chosen = {}
    for preset in [button["value"] for button in buttons]:
        for _ in range(2):  # a double click does nothing twice
            assert client.post(f"{PAGE}reglage/", {"preset": preset}).status_code == 302
        ways = ways_of(user)
        assert all(one.site for one in ways.values())
        chosen[preset] = (ways[FIRST].mail, ways[ACCEPTED].mail)
        if preset == Preset.ALL:
            assert [key for key, one in ways.items() if one.mail is Channel.NONE] == []
    assert chosen == {
        Preset.ESSENTIAL: ("instant", "none"),
        Preset.ALL: ("instant", "daily"),
        Preset.NOTHING: ("none", "none"),
    }
    assert {kind.key for kind in kinds() if kind.may_be_off} >= set(ways_of(user))


@pytest.fixture
def told(own_kinds, say):
    """Tell the user as they chose; what was written."""

    def told(user, kind="essai.reponse", **ways):
        if ways:
            set_ways(actor=user, ways={kind: Ways(**ways)})
        written = say(user) if kind == "essai.reponse" else tell(kind, to=user, key="k")
        return written.notification is not None, written.mail is not None

    return told


@pytest.mark.parametrize("site", [True, False])
@pytest.mark.parametrize("mail", [Channel.INSTANT, Channel.DAILY, Channel.WEEKLY, Channel.NONE])
def test_what_is_told_is_what_was_chosen(user, told, site, mail):
    # The choice of one is not that of another.
    set_ways(actor=UserFactory(), ways={"essai.reponse": Ways(site=not site, mail=Channel.NONE)})
    assert told(user, site=site, mail=mail) == (site, mail is not Channel.NONE)
    # Told again, nothing more.
    assert told(user) == (site, mail is not Channel.NONE)
    assert Notification.objects.count() == site
    assert Mail.objects.count() == (mail is not Channel.NONE)


def test_a_mail_that_is_chosen_for_a_kind_of_the_site_says_why(user, told, mailoutbox):
    assert told(user, kind="essai.site", site=True, mail=Channel.INSTANT) == (True, True)
    outbox.drain()
    [message] = mailoutbox
    assert "vous avez choisi de le recevoir" in message.body


def test_telling_reads_the_choice_once_and_not_at_all_when_there_is_none(user, say):
    with CaptureQueriesContext(connection) as seen:
        say(user)
        tell("essai.code", to="a@example.org", key="c", context={"code": "1", "at": None})
    assert sum("preference" in query["sql"] for query in seen) == 1
