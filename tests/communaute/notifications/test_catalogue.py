"""The catalogue: complete at start, described, its words in templates."""

import re
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from communaute.notifications import catalogue
from communaute.notifications.catalogue import (
    DIGEST,
    FOLDER,
    Channel,
    Kind,
    kind_of,
    kinds,
    register_kinds,
)
from communaute.notifications.channels import leaves_at, next_morning, next_weekly_morning
from communaute.notifications.enums import Why
from communaute.notifications.models import Received
from communaute.notifications.preferences import services as subjects
from communaute.notifications.services import tell
from communaute.notifications.templatetags.notifications_tags import as_quote
from communaute.notifications.wagtail_hooks import describe
from communaute.notifications.words import beginning, check_catalogue, html_of, problems, text_of
from tests.communaute.comptes.factories import UserFactory

ANY = "questions.first_answer"
ENGLISH = re.compile(r"\b(the|of|an|your|you|new|mail|and|when|who|for|with|is|are|this|was|has)\b")


def test_the_catalogue_of_the_rooms_is_complete():
    assert problems() == []
    assert len(kinds()) > 10


def test_a_room_without_a_french_name_stops_the_check(monkeypatch):
    monkeypatch.delitem(subjects.SUBJECTS, "events")
    assert "events: people read no French name of this room" in problems()
    assert [error.id for error in check_catalogue()] == ["notifications.E001"]


def test_every_kind_says_who_and_when_in_sentences():
    for kind in kinds():
        assert kind.label[0].isupper()
        assert not ENGLISH.search(f"{kind.label} {kind.who} {kind.when}"), kind.key
        assert kind.who.endswith(".")
        assert kind.when.endswith(".")


def test_each_reason_for_not_taking_a_mail_has_its_french_name():
    for why in Why:
        label = Received(reason=why).reason_label
        assert label
        assert not ENGLISH.search(label)
        assert label != why
    assert Received(reason="auto-submitted").reason_label == ""


def test_a_subject_names_a_person_or_a_thing():
    """Never « Nouveau message »; an account is the thing of the mails about it."""
    about_something_else = [
        kind for kind in kinds() if not kind.key.startswith(("comptes.", "donnees."))
    ]
    subjects = {kind.key: describe(kind).subject for kind in about_something_else}
    bare = [key for key, subject in subjects.items() if subject and "{{" not in subject]
    assert bare == []


ANSWER_THIS = re.compile(r"répond\w* (simplement )?à ce (message|courriel)", re.IGNORECASE)
# What the contact desk answers: it says « nous », and no other person's words are in the mail.
TO_US = re.compile(r"écrivez-nous( tout de suite)? en répondant à ce message", re.IGNORECASE)


def test_answering_is_offered_only_where_the_answer_reaches_who_is_named():
    """The mail itself says who reads the answer when one answers by mail; any other answer comes
    to the contact desk, which « nous » is."""
    templates = {
        kind.template
        for kind in kinds()
        if kind.is_mailed and kind.key != "cms_pages.contact_answered"
    }
    frames = {f"notifications/mails/{frame}" for frame in ("mail.txt", "mail.html")}
    folder = settings.BASE_DIR / "templates"
    texts = {one: TO_US.sub("", (folder / one).read_text()) for one in templates | frames}
    assert [one for one, text in texts.items() if ANSWER_THIS.search(text)] == []


def test_what_a_mail_stops_is_given_back_in_the_table():
    """Save the mail that gathers, which any choice there starts again."""
    alone = [kind.key for kind in kinds() if kind.may_be_off and not kind.told_to_accounts]
    assert alone == [DIGEST]


def test_each_kind_is_described_whole():
    told = {kind.key: describe(kind) for kind in kinds()}
    assert [key for key, one in told.items() if not one.way] == []
    found = {key: (bool(one.subject and one.why), bool(one.line)) for key, one in told.items()}
    assert found == {kind.key: (kind.is_mailed, kind.on_site) for kind in kinds()}


@pytest.mark.django_db
def test_the_team_reads_what_is_told_and_nobody_else_does(client, editeur):
    client.force_login(UserFactory(intendance=True))
    page = BeautifulSoup(client.get("/gestion/courriels/natures/").content, "lxml")
    assert [one.get_text() for one in page.select("th[scope=row] code")] == [
        kind.key for kind in kinds()
    ]
    assert "Ne se désactive pas." in page.get_text()
    assert "à 7 h la nuit" in page.get_text().replace("\u00a0", " ")
    assert 'href="/gestion/courriels/natures/"' in client.get("/gestion/courriels/").text
    client.force_login(editeur)
    assert client.get("/gestion/courriels/natures/").status_code in (302, 403)


def test_a_key_is_taken_once_and_an_unknown_one_is_refused(own_kinds):
    with pytest.raises(ValueError, match=r"essai\.site"):
        register_kinds(Kind(key="essai.site", label="", who="", when=""))
    assert catalogue.label_of("essai.inconnu") == "essai.inconnu"
    with pytest.raises(LookupError, match=r"essai\.inconnu"):
        tell("essai.inconnu", to="a@example.org", key="x")


@pytest.fixture
def written(settings):
    """Write the template of the kind `essai.neuf`."""

    def write(text):
        path = settings.TEMPLATES[0]["DIRS"][0] / FOLDER / "essai" / "neuf.txt"
        path.write_text(text, encoding="utf-8")

    return write


SUBJECT = "{% partialdef subject %}Bonjour{% endpartialdef %}"
TEXT = "{% partialdef text %}Bonjour{% endpartialdef %}"
WHY = "{% partialdef why %}Parce que.{% endpartialdef %}"


@pytest.mark.parametrize(
    ("text", "channel", "missing"),
    [
        (SUBJECT + TEXT + WHY, Channel.INSTANT, None),
        (SUBJECT, Channel.NONE, None),
        (TEXT + WHY, Channel.INSTANT, "subject"),
        (SUBJECT + TEXT, Channel.INSTANT, "why"),
        (SUBJECT + WHY, Channel.DAILY, "text nor body"),
        ("{% partialdef subject %}", Channel.NONE, "partialdef"),
    ],
)
def test_an_incomplete_template_is_told_at_start(own_kinds, written, text, channel, missing):
    register_kinds(Kind(key="essai.neuf", label="", who="", when="", channel=channel))
    written(text)
    found = [problem for problem in problems() if "essai.neuf" in problem]
    assert (missing in found[0]) if missing else (found == [])


def test_a_missing_template_and_an_unused_one_are_told_at_start(own_kinds, written):
    register_kinds(Kind(key="essai.absent", label="", who="", when=""))
    written(SUBJECT)
    found = problems()
    assert any("essai/absent.txt is missing" in problem for problem in found)
    assert any("essai/neuf.txt: no kind" in problem for problem in found)


def utc(month, day, hour, *rest):
    return datetime(2026, month, day, hour, *rest, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        # 2026-11-23 is a Monday; seven in Paris is six in UTC in winter.
        (utc(11, 23, 5, 59, 59), utc(11, 23, 6), utc(11, 23, 6)),
        (utc(11, 23, 6), utc(11, 24, 6), utc(11, 30, 6)),
        # Summer time ends on the 25th of October: it is five in UTC before.
        (utc(10, 18, 12), utc(10, 19, 5), utc(10, 19, 5)),
        (utc(10, 19, 5), utc(10, 20, 5), utc(10, 26, 6)),
        (utc(10, 24, 12), utc(10, 25, 6), utc(10, 26, 6)),
    ],
)
def test_gathered_mails_leave_at_seven_in_paris_the_weekly_ones_on_mondays(now, daily, weekly):
    assert leaves_at(kind_of(ANY), Channel.DAILY, now) == next_morning(now) == daily
    assert leaves_at(kind_of(ANY), Channel.WEEKLY, now) == next_weekly_morning(now) == weekly


def test_what_people_wrote_is_quoted_and_escaped():
    quote = as_quote("<script>\n\n- ligne\nhttps://exemple.test")
    assert quote == "> <script>\n>\n> - ligne\n> https://exemple.test"
    html = html_of(f"Avant :\n- un\n- deux\n\n{quote}\n\nhttps://ici.test")
    assert "<script>" not in html
    assert "<p>Avant :</p><ul><li>un</li><li>deux</li></ul>" in html
    assert html.count("<blockquote>") == 1
    listed = html_of("- l'Étoile & Cie\n- https://ici.test\n- <b>")
    assert "<li>l&#x27;Étoile &amp; Cie</li>" in listed
    assert '<li><a href="https://ici.test">https://ici.test</a></li>' in listed
    assert "<li>&lt;b&gt;</li>" in listed
    assert '<a href="https://ici.test">' in html


def test_a_first_line_in_capitals_is_a_heading():
    html = html_of("CE QUI EST DÉCIDÉ\nTexte masqué.\n\nCEE\nUne prime.\n\nSEULE SUR SA LIGNE")
    assert "<h2>Ce qui est décidé</h2><p>Texte masqué.</p>" in html
    assert html.count("<h2>") == 1
    assert "<h2>" not in html_of("> JE CRIE FORT\n> parce que")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            '<p>Lisez <a href="https://x.test/a?b=1&amp;c" rel="nofollow">le guide</a>.</p>',
            "Lisez le guide (https://x.test/a?b=1&c).",
        ),
        ('<p><a href="/communaute/membres/2-m/">@Monique D.</a> ?</p>', "@Monique D. ?"),
        ('<p><a href="https://x.test/%C3%A9">https://x.test/é</a></p>', "https://x.test/é"),
        (
            "<p>Il faut&nbsp;:</p>\n<ul>\n<li>un<br>\nvote</li>\n<li>un <em>prix</em></li>\n</ul>",
            "Il faut\u00a0:\n\n- un\n  vote\n- un prix",
        ),
        ("<ul><li>a<ul><li>b</li></ul></li></ul><p>c</p>", "- a\n  - b\n\nc"),
        ('<ol start="3">\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ol>', "3. a\n\n4. b"),
        (
            "<p>a</p><blockquote><p>dit<br>ainsi</p></blockquote><p>b</p>",
            "a\n\n> dit\n> ainsi\n\nb",
        ),
        ("<pre><code>1 &lt; 2\n  3\n</code></pre>", "1 < 2\n  3"),
    ],
)
def test_a_text_in_html_keeps_its_links_lists_and_quotes_in_a_mail(html, text):
    assert text_of(html) == text


@pytest.mark.parametrize(
    ("most", "kept"),
    [
        (7, "Voir le"),
        (20, "Voir le devis "),
        (34, "Voir le devis (https://x.test/ici)"),
        (99, "Voir le devis (https://x.test/ici) du 3"),
    ],
)
def test_an_address_is_never_cut_in_two(most, kept):
    assert beginning("Voir le devis (https://x.test/ici) du 3", most) == kept


# --- What is mailed says what makes it untrue, or stays true --------------------------------------


ROOMS = {
    "assemblees",
    "coproprietes",
    "donnees",
    "events",
    "invitations",
    "mentions",
    "moderation",
    "prescreening",
    "questions",
    "reseau_subscriptions",
    "routing",
    "second_reading",
    "sso",
    "subscriptions",
    "workflow",
}
# What was done stays done, whatever comes next: the mail is its receipt.
STAYS_TRUE = {
    "donnees.closing_begun",
    "donnees.closing_taken_back",
    "donnees.export_ready",
    "invitations.removed",
    "moderation.appeal_decided",
    "moderation.appeal_received",
    "moderation.measure_ended",
    "moderation.measure_lifted",
    "moderation.notice_received",
    "sso.code",
    "sso.linked",
    "sso.unlinked",
    "workflow.deleted",
    # Taken back by its key when the invitation goes.
    "coproprietes.invitation",
}
MAILED = [kind for kind in kinds() if kind.key.partition(".")[0] in ROOMS and kind.is_mailed]


def test_a_kind_says_what_makes_it_untrue():
    checked = {kind.key for kind in MAILED if kind.still_true or kind.visible_to}
    assert checked == {kind.key for kind in MAILED} - STAYS_TRUE


def test_a_mail_of_work_asks_who_still_works_there():
    # The contact address has no place to leave.
    at_work = [kind for kind in MAILED if kind.at_work and kind.on_site]
    assert [kind.key for kind in at_work if kind.visible_to is None] == []


def test_the_lists_name_kinds_that_exist():
    assert {kind.key for kind in MAILED} >= STAYS_TRUE
