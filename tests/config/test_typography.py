"""Pages and mails as people read them: no line ends with « nor begins with : ; ? !"""

import re

import pytest
from bs4 import BeautifulSoup, Comment
from django.test import Client
from django.urls import reverse

from cms.demo.loader import load_guides
from communaute.notifications.models import Mail
from communaute.notifications.outbox.message import build_message
from tests.cms.factories import make_site
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CUT = re.compile(r"«[ \n]|[ \n][:;?!»%€]")
PAGES = (
    "/",
    "/guides/",
    "/guides/les-aides/",
    "/cgu/",
    "/donnees-personnelles/",
    "/mentions-legales/",
    "/accessibilite/",
    "/mon-adresse/?q=x",
    "/ambassadeurs/",
    "/reseaux/",
    "/communaute/",
    "/recherche/?q=chauffage",
    "/stats/",
    "/comptes/connexion/",
    "/nulle-part/",
)
LEFT_ALONE = {"script", "style", "textarea", "pre", "code"}


@pytest.fixture
def reader(settings):
    """A visitor of the service as it runs: the handler reads the setting at its first page."""
    settings.TYPOGRAPHY = True
    return Client(raise_request_exception=False)


def cuts(html):
    """Texts that a line could cut where French forbids it."""
    texts = BeautifulSoup(html, "html.parser").find_all(string=CUT)
    return [
        text.strip()
        for text in texts
        if not isinstance(text, Comment) and not LEFT_ALONE & {one.name for one in text.parents}
    ]


def test_no_line_of_a_page_is_cut_where_french_forbids_it(reader):
    make_site()
    load_guides()
    found = {}
    for address in PAGES:
        response = reader.get(address)
        page = response.content.decode()
        assert "\u00a0" in page, address
        size = int(response.get("Content-Length", len(response.content)))
        assert size == len(response.content), address
        found[address] = cuts(page)
    assert {address: cut for address, cut in found.items() if cut} == {}


def test_what_a_person_wrote_is_shown_well_and_kept_as_it_was(reader):
    question = QuestionFactory(title="Est-ce cher ?", body="On dit « trop ». Vrai ?")
    page = reader.get(question.get_absolute_url()).content.decode()
    assert "Est-ce cher\u00a0?" in page
    assert "«\u00a0trop\u00a0»" in page
    question.refresh_from_db()
    assert question.title == "Est-ce cher ?"


@pytest.mark.usefixtures("trusted")
def test_a_form_gives_back_exactly_what_was_typed(reader):
    make_site()
    reader.force_login(UserFactory())
    typed = {"title": "Cher ?", "body": "« Trop » ?"}
    page = BeautifulSoup(reader.post("/communaute/questions/poser/", typed).content, "html.parser")
    assert page.select_one("[name=body]").text.strip() == "« Trop » ?"
    assert page.select_one("[name=title]")["value"] == "Cher ?"


def test_the_admin_and_files_are_left_alone(reader):
    make_site()
    assert "\u00a0" not in reader.get("/robots.txt").content.decode()
    reader.force_login(UserFactory(is_superuser=True))
    assert reader.get("/gestion/").status_code == 200


def test_a_mail_is_typeset_too(settings):
    settings.TYPOGRAPHY = True
    UserFactory(email="a@exemple.test")
    Client().post(reverse("account_request_login_code"), {"email": "a@exemple.test"})
    message = build_message(Mail.objects.latest("pk"))
    html = message.alternatives[0].content
    assert "\u00a0" in html
    assert cuts(html) == []
    assert re.search("« | [:;?!»]", message.body) is None
