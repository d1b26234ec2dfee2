"""Closing one's account: asked, whole, told to the former address, and nothing found again."""

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core import mail
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from communaute.comptes import closing
from communaute.comptes.closing import ClosingPart, close_account, obstacle_of, parts
from communaute.comptes.errors import ClosingRefused
from communaute.comptes.models import RoleChange, User
from communaute.comptes.services import add_member, change_role
from communaute.notifications.models import Mail, Notification, Preference, Received
from communaute.notifications.outbox import drain
from communaute.notifications.services import tell
from communaute.questions.models import (
    Asked,
    Mention,
    Profile,
    ReadMark,
    Revision,
    SpaceMove,
    Subscription,
    Summary,
    UsefulVote,
)
from tests.clock import NOON
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.communaute.questions.attachments.factories import AttachmentFactory
from tests.communaute.questions.factories import (
    AnswerFactory,
    CommentFactory,
    DraftFactory,
    QuestionFactory,
)
from tests.mails import sent_mails
from tests.sessions import sign_in_long_ago

from .test_signin import signed_in, text_of

pytestmark = pytest.mark.django_db
SURE = {"sure": "on", "textes": "garder"}
EMAIL = "introuvable@exemple.test"
NAME = "Zenobie Q."
URL = "/mon-compte/fermer/"


@pytest.fixture
def person():
    return UserFactory(email=EMAIL, display_name=NAME)


@pytest.fixture
def organisation():
    return OrganisationFactory(kind="agence", name="Agence de l’Isère")


def places_of(text):
    """Columns of the database where a text is found."""
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        if model._base_manager.filter(**{f"{field.attname}__icontains": text}).exists()
    }


def test_nothing_that_names_the_person_is_left(person):
    question = QuestionFactory(author=person)
    AnswerFactory(author=person)
    tell("questions.new_answer", to=person, key="q1", context={"author": "x", "question": "y"})
    assert places_of(EMAIL) >= {"comptes.User.email", "account.EmailAddress.email"}

    assert close_account(actor=person) is True

    assert not User.objects.filter(email=EMAIL).exists()
    assert not Notification.objects.exists()
    question.refresh_from_db()
    assert question.author is None
    assert places_of(NAME) == {"notifications.Mail.context"}
    # One mail is left to send; then nothing.
    assert drain() == {"sent": 1}
    assert places_of(EMAIL) | places_of(NAME) == set()


def test_what_was_written_in_public_stays_without_the_name(
    client, person, django_capture_on_commit_callbacks
):
    question = QuestionFactory(author=person)
    page = text_of(client.get(question.get_absolute_url()))
    assert NAME in page
    with django_capture_on_commit_callbacks(execute=True):
        close_account(actor=person)
    page = text_of(client.get(question.get_absolute_url()))
    assert question.title in page
    assert NAME not in page


def test_the_former_address_is_told_once_and_what_waited_to_leave_does_not_leave(person):
    told = {"author": "Léa", "question": "Quel coût ?", "quote": "", "is_cut": False}
    tell("questions.first_answer", to=person, key="q1", context=told)
    assert close_account(actor=person) is True
    assert close_account(actor=person) is False
    (told,) = sent_mails()
    assert told.to == [EMAIL]
    assert told.subject == "Votre compte est fermé"
    assert not Mail.objects.exists()


def test_a_part_that_fails_leaves_the_account_whole(person, organisation, monkeypatch):
    add_member(organisation=organisation, user=person)

    def fail(person, now):
        raise RuntimeError

    monkeypatch.setitem(closing._parts, "essai", ClosingPart("essai", "comptes/closing.html", fail))
    with pytest.raises(RuntimeError):
        close_account(actor=person)
    assert organisation.memberships.filter(user__email=EMAIL).exists()
    assert sent_mails() == []


def test_the_last_lead_of_others_names_somebody_first(person, organisation):
    mine = add_member(organisation=organisation, user=person, role="responsable")
    assert obstacle_of(person) == ""  # nobody else is left behind
    other = add_member(organisation=organisation, user=UserFactory())
    with pytest.raises(ClosingRefused, match="Agence de l’Isère"):
        close_account(actor=person)
    assert User.objects.filter(pk=person.pk).exists()

    change_role(actor=person, membership=other, role="responsable")
    assert close_account(actor=person) is True
    assert not organisation.memberships.filter(pk=mine.pk).exists()
    # Who gave which right stays written.
    assert RoleChange.objects.get().actor_name == NAME


def test_who_administers_the_service_is_not_closed_by_mistake(person):
    person.is_superuser = True
    person.save()
    with pytest.raises(ClosingRefused, match="administre"):
        close_account(actor=person)


def test_the_page_asks_first_and_without_the_box_ticked_nothing_is_closed(client, person):
    client.force_login(person)
    page = BeautifulSoup(client.get(URL).content, "html.parser")
    titles = [one.get_text(strip=True) for one in page.select("main h2")]
    assert titles == [
        "Pendant ces 7\u00a0jours",
        "Ce qui est effacé ensuite",
        "Ce qui reste, sans votre nom",
        "Ce que nous gardons, et pourquoi",
        "Fermer ce compte ?",
    ]
    assert all(section.select("li") for section in page.select("main section")[:4])
    response = client.post(URL)
    assert response.status_code == 422
    page = BeautifulSoup(response.content, "html.parser")
    assert page.title.get_text(strip=True).startswith("Erreur – ")
    assert "Cochez cette case" in page.select_one("#erreurs").get_text()
    assert User.objects.filter(pk=person.pk).exists()
    assert signed_in(client)


def test_closing_from_the_page(client, person):
    elsewhere = type(client)()
    for browser in (client, elsewhere):
        browser.force_login(person)
    response = client.post(URL, SURE, follow=True)
    assert response.redirect_chain == [(reverse("donnees:closed"), 302)]
    assert "Votre compte est fermé" in text_of(response)
    assert not signed_in(client)
    assert elsewhere.get(reverse("comptes:home")).status_code == 302
    assert len(mail.outbox) == 0
    assert len(sent_mails()) == 1


def test_a_refusal_is_said_and_offers_a_way_out(client, person, organisation):
    add_member(organisation=organisation, user=person, role="responsable")
    add_member(organisation=organisation, user=UserFactory())
    client.force_login(person)
    for response, status in (
        (client.get(URL), 200),
        (client.post(URL, SURE), 409),
    ):
        assert response.status_code == status
        page = BeautifulSoup(response.content, "html.parser")
        assert "dernière personne responsable" in page.main.get_text()
        assert page.main.find("a", href=reverse("comptes:organisations"))
        assert page.main.find("form", action=URL) is None
    assert User.objects.filter(pk=person.pk).exists()


def test_a_password_is_asked_again(client):
    person = UserFactory(password="ancien-mot-de-passe")
    elsewhere = type(client)()
    for browser in (client, elsewhere):
        sign_in_long_ago(browser, person)
    assert elsewhere.post(URL, SURE).url.startswith(reverse("account_reauthenticate"))
    asked = client.get(URL).url
    assert asked.startswith(reverse("account_reauthenticate"))
    assert client.post(asked, {"password": "faux"}).status_code == 422
    assert client.get(URL).status_code == 302
    assert User.objects.filter(pk=person.pk).exists()
    assert client.post(asked, {"password": "ancien-mot-de-passe"}).url == URL
    assert client.get(URL).status_code == 200
    assert client.post(URL, SURE).url == reverse("donnees:closed")


def test_the_ways_to_the_page(client, person):
    client.force_login(person)
    page = BeautifulSoup(client.get(reverse("donnees:home")).content, "html.parser")
    assert page.main.find("a", href=URL)


@pytest.mark.parametrize("part", parts(), ids=lambda part: part.key)
def test_each_room_says_what_becomes_of_its_part(part):
    words = [render_to_string(name) for name in (part.erased, part.stays, part.kept)]
    assert any(words)
    assert all(text.strip().startswith("<li>") for text in words if text)
    assert part.erase is None or words[0] or part.key == "notifications"


def rows_of(person):
    """One row, at least, of each model of the community that names an account: those that go with
    it, those that lose its name."""
    answer = AnswerFactory(author=person)
    question = QuestionFactory(author=person)
    tag = Tag.objects.create(name="Travaux", slug="travaux")
    now = timezone.now()
    moved = {"from_space": question.space, "to_space": answer.question.space}
    goes = [
        DraftFactory(user=person),
        ReadMark.objects.create(user=person, question=question, read_at=now),
        Subscription.objects.create(user=person, tag=tag),
        Subscription.objects.create(user=person, question=question, is_active=False),
        Asked.objects.create(user=person, question=question, role="agence"),
        Mention.objects.create(user=person, answer=answer, name=person.display_name),
        Profile.objects.create(author=person),
        Notification.objects.create(user=person, kind="questions.useful", key="k", thread="k"),
        Mail.objects.create(user=person, kind="questions.useful", key="k", priority=1, **MAIL),
        Preference.objects.create(user=person, kind="questions.useful", site=True, mail="none"),
        MembershipFactory(user=person),
    ]
    stays = [
        answer,
        question,
        CommentFactory(author=person),
        AttachmentFactory(author=person, content=answer),
        Summary.objects.create(author=person, question=question, signed="Agence", body="x"),
        SpaceMove.objects.create(actor=person, question=question, by_moderator=False, **moved),
        Revision.objects.create(editor=person, question=question, body="x", edited_at=now),
        UsefulVote.objects.create(user=person, answer=AnswerFactory()),
        Asked.objects.create(user=UserFactory(), question=question, invited_by=person),
        Received.objects.create(user=person, fingerprint="x", state="done"),
    ]
    return goes, stays


MAIL = {"message_id": "<k@exemple.test>", "planned_at": NOON, "due_at": NOON}


def names_of_accounts():
    """(model, field) that name an account, in the rooms of the community."""
    rooms = ("questions", "notifications")
    return [
        (model, field)
        for room in rooms
        for model in apps.get_app_config(room).get_models()
        for field in model._meta.concrete_fields
        if field.related_model is User
    ]


def test_every_row_goes_or_loses_the_name(person):
    """A model added to these rooms has its line in `rows_of`."""
    goes, stays = rows_of(person)
    mine = {"author", "user", "actor", "editor"}
    covered = {type(row) for row in [*goes, *stays]}
    assert {model for model, _ in names_of_accounts()} <= covered
    waiting = AttachmentFactory(author=person)
    close_account(actor=person)
    for row in [*goes, waiting]:
        assert not type(row)._base_manager.filter(pk=row.pk).exists(), type(row)
    for row in stays:
        row.refresh_from_db()
        assert all(getattr(row, name, None) is None for name in mine - {"user"}), type(row)
    for model, field in names_of_accounts():
        assert not model._base_manager.filter(**{f"{field.attname}": person.pk}).exists(), model
