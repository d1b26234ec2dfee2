"""Error pages: ours, with a way out; nothing typed is lost; the last ones need no database."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client
from django.test.html import parse_html
from django.urls import include, path, reverse
from django.utils.html import strip_tags

from communaute.comptes.models import User
from communaute.notifications.models import Notification
from config import urls as real_urls
from config.views import NO_SUCH_ADDRESS, SENT_AGAIN
from tests.ambassadeurs.visites.factories import VisitFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.notifications.factories import NotificationFactory
from tests.communaute.questions.factories import QuestionFactory, SpaceFactory


def broken(request):
    raise RuntimeError


def gone(request):
    """What a service does of a row that somebody removed since the view read it."""
    User.objects.select_for_update().get(pk=0)


urlpatterns = [
    path("casse/", broken),
    path("parti/", gone),
    path("", include(real_urls.urlpatterns)),
]
handler500 = real_urls.handler500


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/", "/api/v1/reseau/", "/api/v2/demande/", "/api/v3/"])
def test_software_is_told_in_json_that_an_address_is_none(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert response.json() == {"detail": NO_SUCH_ADDRESS}


@pytest.mark.django_db
@pytest.mark.parametrize("is_development", [False, True])
def test_404_is_ours_in_development_too(client, settings, is_development):
    settings.DEBUG = is_development
    for address in ("/nulle-part/du-tout/", "/reseaux/nulle-part/", "/sans.fin"):
        response = client.get(address)
        assert response.status_code == 404, address
        assert "Cette page n’existe pas" in response.text, address
        assert 'href="/recherche/"' in response.text, address
        assert "URLconf" not in response.text, address
        assert not response.cookies, address


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_what_is_removed_before_its_lock_gives_back_what_was_typed(client, caplog):
    client.force_login(UserFactory())
    response = client.post("/parti/", {"texte": "Un long message"})
    assert response.status_code == 404
    assert "Un long message" in response.text
    assert "gone between reading and lock" in caplog.text
    client.raise_request_exception = False
    assert client.get("/parti/").status_code == 500


@pytest.mark.django_db
def test_a_refused_host_gets_the_400_page(client):
    response = client.get("/guides/", headers={"host": "ailleurs.example"})
    assert response.status_code == 400
    text = response.content.decode()
    assert "Nous ne comprenons pas cette demande" in text
    assert 'href="/"' in text
    assert "ailleurs.example" not in text


@pytest.mark.django_db
def test_an_address_without_end_gets_the_400_page(client):
    question = QuestionFactory()
    address = f"/communaute/questions/{question.pk}-autre/?reponse={'a' * 20_000}"
    response = client.get(address)
    assert response.status_code == 400
    assert "Nous ne comprenons pas cette demande" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/communaute/themes/a%00b/", "/gestion/a%00/", "/%00"])
def test_an_address_that_a_database_refuses_gets_the_400_page(client, address):
    client.force_login(UserFactory())
    response = client.get(address)
    assert response.status_code == 400
    assert "Nous ne comprenons pas cette demande" in response.content.decode()
    assert "Content-Security-Policy" in response


def test_500_needs_no_database(client, settings, django_assert_num_queries, django_db_blocker):
    # No `db` mark: any query here is an error by itself.
    settings.ROOT_URLCONF = "tests.config.test_errors"
    client.raise_request_exception = False
    from config.views import server_error

    response = server_error(None)
    assert response.status_code == 500
    text = response.content.decode()
    assert "Quelque chose s’est mal passé" in text
    assert 'href="/"' in text


@pytest.mark.django_db
def test_an_exception_gives_the_500_page(client, settings):
    settings.ROOT_URLCONF = "tests.config.test_errors"
    client.raise_request_exception = False
    response = client.get("/casse/")
    assert response.status_code == 500
    assert "Quelque chose s’est mal passé" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "error"),
    [
        *[(one, OperationalError) for one in ("/", "/communaute/", "/comptes/connexion/")],
        *[("/gestion/", error) for error in (OperationalError, InterfaceError)],
    ],
)
@pytest.mark.parametrize("is_demonstration", [True, False])
def test_while_the_database_is_away_pages_ask_for_a_moment(
    client, settings, address, error, is_demonstration
):
    """Wherever it is first asked: a middleware, a session, a view."""
    settings.DEBUG = is_demonstration
    client.force_login(UserFactory())
    client.raise_request_exception = False

    def away(*args):
        raise error("the server closed the connection")

    with connection.execute_wrapper(away):
        response = client.get(address)
        sent = client.post(address, {"text": "Bonjour."})
    # A link to the same address would lose what was sent.
    assert ("rechargez-la" in sent.text, 'href=""' in sent.text) == (True, False)
    assert response.status_code == 503
    assert int(response["Retry-After"]) <= 60
    assert "no-store" in response["Cache-Control"]
    text = response.content.decode()
    assert "dans quelques instants" in text
    assert "Quelque chose s’est mal passé" not in text


@pytest.mark.django_db
def test_a_query_that_is_wrong_is_an_error_of_ours(client):
    client.raise_request_exception = False

    def wrong(*args):
        raise ProgrammingError("no such column")

    with connection.execute_wrapper(wrong):
        response = client.get("/communaute/")
    assert response.status_code == 500
    assert "Quelque chose s’est mal passé" in response.content.decode()


@pytest.mark.parametrize("address", ["/", "/communaute/", "/gestion/", "/nulle-part/"])
def test_maintenance_answers_503_without_database(client, settings, address):
    settings.MAINTENANCE = True
    response = client.get(address)
    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert "Le service revient" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    sent = client.post(address, {"text": "Bonjour."})
    assert ("rechargez-la" in sent.text, 'href=""' in sent.text) == (True, False)


@pytest.mark.django_db
def test_maintenance_leaves_healthz_alone(client, settings):
    settings.MAINTENANCE = True
    response = client.get("/healthz")
    assert response["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_a_form_sent_after_the_session_ended_keeps_its_text():
    client = Client(enforce_csrf_checks=True)
    text = 'Bonjour,\r\nnotre chaudière de 1978 "fume" <beaucoup> & fuit.'
    response = client.post(
        "/comptes/connexion/?next=/stats/",
        {
            "csrfmiddlewaretoken": "perime",
            "body": text,
            "tags": ["prix", "travaux"],
            "password": "secret-a-ne-pas-montrer",
            "submission_key": "0b6f0a53-1111-4222-8333-444455556666",
        },
    )
    assert response.status_code == 403
    page = response.content.decode()
    assert page.count("<blockquote>") == 3
    assert "secret-a-ne-pas-montrer" not in page
    assert "perime" not in page
    form = re.search(r'<form method="post" action="([^"]*)">(.*?)</form>', page, re.S)
    assert form[1] == "/comptes/connexion/?next=/stats/"
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[2]))
    assert fields["csrfmiddlewaretoken"]
    assert "&lt;beaucoup&gt; &amp; fuit" in fields["body"]
    assert form[2].count('name="tags"') == 2
    assert parse_html(page)
    # Where one must be signed in, it is sent again and comes back, until one is.
    sent = {"csrfmiddlewaretoken": fields["csrfmiddlewaretoken"], SENT_AGAIN: "1", "body": text}
    for _ in range(2):
        kept = client.post(reverse("visites:open"), sent)
        assert kept.status_code == 403
        assert "&lt;beaucoup&gt; &amp; fuit" in kept.text
        assert kept.text.count(SENT_AGAIN) == 1
    # Sent again with the fresh token, it passes the check.
    again = client.post(
        "/comptes/connexion/", {"csrfmiddlewaretoken": fields["csrfmiddlewaretoken"]}
    )
    assert again.status_code != 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "above"),
    [
        ("/communaute/reponses/7/retenir/", "/communaute/"),
        ("/moderation/dossiers/7/prendre/", "/moderation/dossiers/7/"),
    ],
)
def test_the_address_of_a_form_opened_as_a_page_leads_back(client, address, above):
    client.force_login(UserFactory())
    response = client.get(address)
    assert (response.status_code, response["Allow"]) == (405, "POST")
    page = response.content.decode()
    assert f'href="{above}">Revenir à la page' in page
    assert parse_html(page)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/communaute/questions/{}/repondre/", "/rendez-vous/{}/agenda.ics"]
)
def test_a_number_that_no_row_can_have_is_an_unknown_page(client, address):
    for number in (2**63, 10**30):
        assert client.get(address.format(number)).status_code == 404


@pytest.mark.django_db
def test_a_page_that_is_only_read_gives_back_what_was_sent_to_it(client):
    response = client.post("/stats/", {"body": "Voici notre devis."})
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")
    page = response.content.decode()
    assert "sert seulement à lire. Rien n’a été envoyé ni changé." in page
    assert "Voici notre devis." in page
    assert 'href="/stats/">Revenir à la page' in page


@pytest.mark.django_db
@pytest.mark.parametrize("joined", [True, False])
def test_a_form_sent_after_the_session_ended_says_that_its_files_are_to_join_again(joined):
    files = {"files": SimpleUploadedFile("devis.pdf", b"%PDF-1.7")} if joined else {}
    sent = {"body": "Voici notre devis.", **files}
    page = Client(enforce_csrf_checks=True).post("/comptes/connexion/", sent)
    assert "Voici notre devis." in page.text
    assert ("fichiers joints ne sont pas gardés" in page.text) is joined


@pytest.mark.django_db
def test_a_refused_post_without_text_says_what_to_do():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/comptes/connexion/", {})
    assert response.status_code == 403
    assert "recommencez" in response.text and "Votre session avait pris fin" in response.text
    # Signed in since, in another tab: nothing had ended.
    client.force_login(UserFactory())
    assert "Votre session avait pris fin" not in client.post("/comptes/connexion/", {}).text


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/mon-compte/profil/", "/communaute/questions/poser/"])
def test_a_form_sent_by_another_site_changes_nothing_not_even_the_session(address):
    client = Client(enforce_csrf_checks=True)
    response = client.post(
        address,
        {"display_name": "Pirate", "title": "Une question venue d’ailleurs", "body": "x" * 60},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert response.status_code == 403
    assert not response.cookies
    assert "Pirate" not in response.content.decode()


@pytest.mark.django_db
def test_the_only_cookie_is_the_session_s(client):
    national = SpaceFactory()
    data = {"title": "Quel est le prix du raccordement ?", "body": "Nous avons 58 lots à Grenoble."}
    response = client.post("/communaute/questions/poser/", data | {"space": national.slug})
    assert response.status_code == 302
    assert set(response.cookies) == {"session"}
    assert "Votre question est prête" in client.get(response.url).content.decode()


def text_of(page):
    return " ".join(page.text.replace("\u00a0", " ").split())


@pytest.mark.django_db
def test_what_is_sent_to_a_page_that_is_gone_may_be_unreadable(client):
    answer = reverse("questions:answer", args=[404])
    response = client.generic("POST", answer, b"--a", content_type="multipart/form-data")
    assert (response.status_code, response.url) == (302, reverse("questions:home"))


@pytest.mark.django_db
def test_a_line_that_leads_nowhere_any_more_says_what_it_told(client):
    address = "/communaute/questions/404/"
    line = NotificationFactory(title="Paul R. a répondu", url=address)
    client.force_login(line.user)
    for place in ("", "#reponse-3", "?cote=recues"):
        Notification.objects.update(url=f"{address}{place}")
        page = client.get(address)
        assert page.status_code == 404
        assert "nous vous avions annoncé ici : « Paul R. a répondu »" in text_of(page), place
        assert "ou ne vous est plus montré" in text_of(page)
    Notification.objects.update(withdrawn_at=line.created_at)
    assert "Paul R." not in text_of(client.get(address))
    Notification.objects.update(withdrawn_at=None)
    client.force_login(UserFactory())
    assert "Paul R." not in text_of(client.get(address))
    client.logout()
    assert "mal recopiée" in text_of(client.get(address))


@pytest.mark.django_db
def test_a_line_that_leads_to_a_page_closed_since_says_so(client):
    visit = VisitFactory()
    address = f"{visit.get_absolute_url()}presences/"
    line = NotificationFactory(title="Comment s’est passée votre visite ?", url=address)
    client.force_login(line.user)
    page = client.get(address)
    assert page.status_code == 403
    assert "« Comment s’est passée votre visite ? »" in text_of(page)
    assert "ne vous est plus ouverte" in text_of(page)


@pytest.mark.django_db
def test_a_single_word_that_was_written_is_given_back(client):
    client.force_login(UserFactory())
    sent = {
        "body": "Merci\r\n",
        "name": "Tilleuls",
        "subject": "question",
        "energy": "gaz",
        "lots": "58",
        "commune": "Grenoble",
        "email": "a@b.test",
        "code": "123456",
        "next": "/mon-compte/",
        "submission_key": "0b6f0a53-1111-4222-8333-444455556666",
        "version": "1a2b",
        "consent": "on",
    }
    gone = client.post("/communaute/questions/99999999/repondre/", sent)
    assert gone.status_code == 409
    quoted = re.findall(r"<blockquote>(.*?)</blockquote>", gone.text, re.S)
    words = [strip_tags(one).strip() for one in quoted]
    assert words == ["Merci", "Tilleuls", "Grenoble", "a@b.test"]


@pytest.mark.django_db
@pytest.mark.parametrize("enforced", [False, True], ids=["gone", "session over"])
@pytest.mark.parametrize(
    ("screen", "sent", "word"),
    [
        ("synonymes/edit/999", {}, "words"),
        ("chiffres/edit/9", {"kind": "date", "seen": "3"}, "label"),
        ("bandeaux/edit/9", {"tone": "info"}, "title"),
        ("redirects/9", {"site": "1"}, "old_path"),
        ("pages/999/edit", {"action-publish": "action-publish"}, "title"),
        ("pages/999/edit", {"body-0-type": "paragraph"}, "body-0-value-title"),
    ],
)
def test_a_single_word_typed_in_the_back_office_is_given_back(screen, sent, word, enforced):
    client = Client(enforce_csrf_checks=enforced)
    client.force_login(UserFactory(is_superuser=True))
    hidden = {"version": "1a2b", "next": "/gestion/"}
    page = client.post(f"/gestion/{screen}/", hidden | sent | {word: "Vapeur"})
    assert page.status_code == (403 if enforced else 404)
    quoted = re.findall(r"<blockquote>(.*?)</blockquote>", page.text, re.S)
    assert [strip_tags(one).strip() for one in quoted] == ["Vapeur"]
