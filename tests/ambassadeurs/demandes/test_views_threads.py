import io
import re
import uuid
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.demandes.enums import OVER, State
from ambassadeurs.demandes.models import Attachment, Demande, Message
from ambassadeurs.demandes.services.messages import close, post_message, share_contact
from cms.models import GuidePage
from communaute.comptes.services import add_member
from communaute.moderation.models import Case
from communaute.notifications.models import Mail
from communaute.notifications.outbox.message import build_message
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory

from .asking import ask_operator, asker
from .factories import DemandeFactory

pytestmark = pytest.mark.django_db


def text_of(response):
    return BeautifulSoup(response.content, "html.parser").main.get_text(" ", strip=True)


def writing(**changes):
    return {"body": "Merci beaucoup.", "submission_key": str(uuid.uuid4())} | changes


def image(name="facture.png"):
    data = io.BytesIO()
    Image.new("RGB", (10, 10)).save(data, "PNG")
    return SimpleUploadedFile(name, data.getvalue(), "image/png")


def test_thread_reads_like_messages_with_the_next_thing_to_do(client, demande):
    client.force_login(demande.requester)
    asked = text_of(client.get(demande.get_absolute_url()))
    assert "Demande envoyée" in asked
    assert "Rien à faire : votre message est remis à Monique" in asked
    assert "attendue au plus tard le" in asked
    assert "avant le" not in asked, "the last day counts"
    client.force_login(demande.ambassadeur.user)
    received = text_of(client.get(demande.get_absolute_url()))
    assert "Répondez à Gérard M. au plus tard le" in received
    assert "Combien de temps ont duré les travaux ?" in received
    Demande.objects.update(created_at=timezone.now() - timedelta(days=15))
    late = text_of(client.get(demande.get_absolute_url()))
    assert "Gérard M. attend votre réponse : elle était due le" in late
    assert "attendue depuis le" in late


@pytest.mark.parametrize("status", OVER)
def test_a_project_that_has_ended_is_nobodys_turn(client, status):
    demande = DemandeFactory(exploitant=True, state="en_cours", desk_status=status)
    operator = UserFactory()
    add_member(organisation=demande.organisation, user=operator)
    asked = demande.messages.create(author=demande.requester, from_requester=True, body="Merci.")
    for writer, from_requester in ((demande.requester, True), (operator, False)):
        Message.objects.filter(pk=asked.pk).update(author=writer, from_requester=from_requester)
        for reader in (demande.requester, operator):
            client.force_login(reader)
            text = text_of(client.get(demande.get_absolute_url()))
            assert f"Le projet est terminé : {status.label.lower()}." in text
            assert not re.search("C’est à|répondez|Répondez à|Lisez la réponse", text)


def test_who_writes_again_before_any_answer_is_not_said_to_answer(client, demande):
    client.force_login(demande.requester)
    client.post(demande.get_absolute_url(), writing())
    mail = Mail.objects.get(kind="demandes.message", user=demande.ambassadeur.user)
    subject = build_message(mail).subject
    assert subject.startswith("Gérard M. vous écrit")
    assert "répondu" not in subject


def test_writing_comes_back_to_the_message(client, demande):
    client.force_login(demande.ambassadeur.user)
    response = client.post(demande.get_absolute_url(), writing())
    message = Message.objects.latest("pk")
    assert response["Location"] == f"{demande.get_absolute_url()}#message-{message.pk}"
    assert not message.from_requester


def test_a_date_is_offered_to_who_can_still_answer(client, demande):
    client.force_login(demande.ambassadeur.user)
    assert "Recevoir une visite" in text_of(client.get(demande.get_absolute_url()))
    close(actor=demande.requester, demande=demande)
    assert "Recevoir une visite" not in text_of(client.get(demande.get_absolute_url()))


def test_a_host_on_pause_is_not_sent_to_a_form_that_refuses(client, demande):
    host = demande.ambassadeur
    client.force_login(host.user)
    assert "Proposer une date" in text_of(client.get(demande.get_absolute_url()))
    host.paused_until = timezone.localdate()
    host.save()
    assert client.get("/visites/proposer/").status_code == 403
    assert "Proposer une date" not in text_of(client.get(demande.get_absolute_url()))


def test_a_date_is_not_offered_to_an_account_that_is_closed(client, demande):
    Demande.objects.filter(pk=demande.pk).update(requester=None)
    client.force_login(demande.ambassadeur.user)
    assert "Recevoir une visite" not in text_of(client.get(demande.get_absolute_url()))


def test_contacts_stay_masked_until_both_accept(client, demande):
    phone = "06 12 34 56 78"
    message = post_message(
        actor=demande.ambassadeur.user, demande=demande, body=phone, submission_key=uuid.uuid4()
    )
    report = f"{demande.get_absolute_url()}messages/{message.pk}/signaler/"
    email = demande.ambassadeur.user.email
    client.force_login(demande.requester)
    page = text_of(client.get(demande.get_absolute_url()))
    assert phone not in page
    assert email not in page
    assert "Ce message ne contient que des coordonnées" in page
    assert phone not in text_of(client.get(report))

    client.post(f"{demande.get_absolute_url()}partager/")
    page = text_of(client.get(demande.get_absolute_url()))
    assert phone not in page
    assert email not in page
    assert "Nous attendons l’accord" in page
    for _ in range(2):
        client.post(f"{demande.get_absolute_url()}ne-plus-partager/")
    demande.refresh_from_db()
    assert not demande.requester_shares_contact
    client.post(f"{demande.get_absolute_url()}partager/")
    client.post(f"{demande.get_absolute_url()}clore/")
    closed = text_of(client.get(demande.get_absolute_url()))
    assert "Elles n’ont pas été échangées" in closed
    client.post(f"{demande.get_absolute_url()}rouvrir/")

    share_contact(actor=demande.ambassadeur.user, demande=demande)
    page = text_of(client.get(demande.get_absolute_url()))
    assert phone in page
    assert email in page
    assert phone in text_of(client.get(report))
    # The other person may have noted them: it is too late.
    client.post(f"{demande.get_absolute_url()}ne-plus-partager/")
    page = text_of(client.get(demande.get_absolute_url()))
    assert "l’autre personne a pu les noter" in page
    assert phone in page
    # Once their account is erased, what was exchanged is not said never exchanged.
    Demande.objects.update(requester=None)
    client.force_login(demande.ambassadeur.user)
    page = text_of(client.get(demande.get_absolute_url()))
    assert "Vous avez accepté tous les deux. Il ne reste pas de coordonnées" in page
    assert "échangées" not in page


def test_strangers_find_nothing_whatever_they_try(client, demande):
    message = demande.messages.get()
    urls = [
        demande.get_absolute_url(),
        f"{demande.get_absolute_url()}messages/{message.pk}/signaler/",
        f"{demande.get_absolute_url()}fichiers/1/",
    ]
    posts = [f"{demande.get_absolute_url()}{act}/" for act in ("partager", "clore", "remercier")]
    for person in (UserFactory(), UserFactory(exploitant=True), UserFactory(equipe=True)):
        client.force_login(person)
        assert {client.get(url).status_code for url in urls} == {404}
        assert {client.post(url).status_code for url in [urls[0], *posts]} == {404}
    client.logout()
    assert client.get(urls[0]).status_code == 302


def test_operator_of_another_network_finds_nothing(client):
    user, building = asker()
    demande = ask_operator(user, building)
    client.force_login(UserFactory(exploitant=True))
    assert client.get(demande.get_absolute_url()).status_code == 404
    colleague = UserFactory()
    demande.organisation.memberships.create(user=colleague)
    client.force_login(colleague)
    assert client.get(demande.get_absolute_url()).status_code == 200


def test_buttons_of_the_thread(client, demande):
    client.force_login(demande.ambassadeur.user)
    client.post(demande.get_absolute_url(), writing())
    client.force_login(demande.requester)
    for act, name in (("remercier", "thanked_at"), ("clore", "closed_at")):
        assert client.get(f"{demande.get_absolute_url()}{act}/").status_code == 405
        client.post(f"{demande.get_absolute_url()}{act}/")
        demande.refresh_from_db()
        assert getattr(demande, name) is not None
    assert "Rouvrir l’échange" in text_of(client.get(demande.get_absolute_url()))
    client.post(f"{demande.get_absolute_url()}rouvrir/")
    demande.refresh_from_db()
    assert demande.closed_at is None


def test_closed_meanwhile_keeps_the_text(client, demande):
    Demande.objects.update(first_answer_at=timezone.now(), state=State.ANSWERED)
    demande.refresh_from_db()
    close(actor=demande.ambassadeur.user, demande=demande)
    client.force_login(demande.requester)
    refused = client.post(demande.get_absolute_url(), writing())
    assert refused.status_code == 409
    assert "Merci beaucoup." in text_of(refused)
    assert "Rouvrez-le, puis envoyez votre texte." in text_of(refused)
    assert demande.messages.count() == 1
    # One button opens it again, and the text is in the field.
    page = BeautifulSoup(refused.content, "html.parser")
    (reopen,) = page.select(f'form[action="{demande.get_absolute_url()}rouvrir/"]')
    assert reopen.get_text(strip=True) == "Rouvrir l’échange"
    opened = client.post(reopen["action"], follow=True)
    assert BeautifulSoup(opened.content, "html.parser").textarea.text.strip() == "Merci beaucoup."


def test_the_other_side_is_told_who_may_reopen(client, demande):
    close(actor=demande.requester, demande=demande)
    client.force_login(demande.ambassadeur.user)
    refused = client.post(demande.get_absolute_url(), writing())
    assert refused.status_code == 409
    assert "Seule la personne qui a fait une demande la rouvre" in text_of(refused)
    assert "Rouvrir" not in text_of(refused)


def test_empty_or_endless_message_is_refused_with_its_text(client, demande):
    client.force_login(demande.requester)
    assert client.post(demande.get_absolute_url(), writing(body=" ")).status_code == 422
    refused = client.post(demande.get_absolute_url(), writing(body="a" * 5001))
    assert refused.status_code == 422
    assert "a" * 5001 in refused.content.decode()


def test_text_survives_a_session_that_ended(client, demande):
    response = client.post(demande.get_absolute_url(), writing())
    assert response.status_code == 302
    client.force_login(demande.requester)
    assert "Merci beaucoup." in client.get(demande.get_absolute_url()).content.decode()
    stale = Client(enforce_csrf_checks=True)
    stale.force_login(demande.requester)
    refused = stale.post(demande.get_absolute_url(), writing(csrfmiddlewaretoken="x" * 64))
    assert refused.status_code == 403
    assert demande.messages.count() == 1


def test_attachment_is_renamed_private_and_downloaded(client, demande):
    client.force_login(demande.requester)
    client.post(
        demande.get_absolute_url(), writing(attachments=image("../../C:\\tel-0612345678.exe"))
    )
    found = Attachment.objects.get()
    assert found.name == "tel-0612345678.png"
    where = f"{demande.get_absolute_url()}fichiers/{found.pk}/"
    response = client.get(where)
    assert response["Content-Disposition"] == 'attachment; filename="Document 1.png"'
    page = text_of(client.get(demande.get_absolute_url()))
    assert "Document 1.png" in page
    assert "0612345678" not in page
    assert response["X-Content-Type-Options"] == "nosniff"
    assert b"".join(response.streaming_content).startswith(b"\x89PNG")
    share_contact(actor=demande.requester, demande=demande)
    share_contact(actor=demande.ambassadeur.user, demande=demande)
    assert found.name in client.get(where)["Content-Disposition"]
    assert found.name in text_of(client.get(demande.get_absolute_url()))
    client.force_login(UserFactory())
    assert client.get(where).status_code == 404


def test_a_wrong_file_is_named_and_the_text_is_kept(client, demande):
    client.force_login(demande.requester)
    program = SimpleUploadedFile("preuve.pdf", b"MZ\x90\x00" * 50, "application/pdf")
    sent = writing(attachments=[image("plan.png"), program])
    refused = client.post(demande.get_absolute_url(), sent)
    assert refused.status_code == 422
    page = BeautifulSoup(refused.content, "html.parser")
    beside = page.find(id="id_attachments-desc-error").get_text(" ", strip=True)
    assert beside.startswith("« preuve.pdf » : ce fichier n’est pas d’un type accepté")
    assert "plan.png" not in beside
    assert "Merci beaucoup." in text_of(refused)
    assert "à choisir de nouveau" in text_of(refused)
    assert not Attachment.objects.exists()


def test_five_files_go_with_a_message_and_not_six(client, demande):
    client.force_login(demande.requester)
    field = BeautifulSoup(client.get(demande.get_absolute_url()).content, "html.parser").find(
        "input", attrs={"name": "attachments"}
    )
    assert field.has_attr("multiple")
    refused = client.post(
        demande.get_absolute_url(), writing(attachments=[image(f"{n}.png") for n in range(6)])
    )
    assert refused.status_code == 422
    assert "5 fichiers au plus : vous en avez choisi 6" in text_of(refused)
    assert "Merci beaucoup." in text_of(refused)
    sent = writing(attachments=[image(f"{n}.png") for n in range(5)])
    for _ in range(2):
        assert client.post(demande.get_absolute_url(), sent).status_code == 302
        for file in sent["attachments"]:
            file.seek(0)
    assert demande.messages.count() == 2
    names = [one.name for one in demande.messages.last().attachments.order_by("pk")]
    assert names == [f"{n}.png" for n in range(5)]
    mail = build_message(Mail.objects.latest("pk"))
    for text in (mail.body, mail.alternatives[0][0]):
        assert "5 pièces jointes vous attendent sur le site." in text


def test_report_shows_what_moderation_will_see(client, demande):
    message = demande.messages.get()
    where = f"{demande.get_absolute_url()}messages/{message.pk}/signaler/"
    client.force_login(demande.requester)
    assert client.get(where).status_code == 403
    client.force_login(demande.ambassadeur.user)
    page = text_of(client.get(where))
    assert "les 3 messages d’avant et les 3 d’après" in page
    # Two people read it: who wrote it may well guess.
    assert "Nous ne dirons pas à l’auteur que c’est vous." in page
    assert "il pourra le deviner" in page
    assert client.post(where, {}).status_code == 422
    data = {"category": "injure", "explanation": "Ce message est blessant.", "good_faith": "on"}
    field = BeautifulSoup(client.get(where).content, "html.parser").find(
        "input", attrs={"name": "category"}
    )
    data["category"] = field["value"]
    response = client.post(where, data)
    assert response["Location"].startswith("/moderation/")
    assert Case.objects.get().snapshot == message.body


def test_who_asks_reads_the_guides_of_their_stage_and_who_answers_does_not(client, demande):
    make_guide(title="Préparer le vote", stage="vote")
    make_guide(title="Suivre les travaux", stage="travaux")
    Copropriete.objects.filter(pk=demande.copropriete_id).update(stage="vote")
    OrganisationFactory(covers=["38185"])
    writing_to = reverse("demandes:new", query={"a": "agence"})
    client.force_login(demande.requester)
    for address in (demande.get_absolute_url(), writing_to):
        text = text_of(client.get(address))
        assert "Préparer le vote" in text
        assert "Suivre les travaux" not in text
    client.force_login(demande.ambassadeur.user)
    # The stage was not sent: nothing tells it to who answers.
    assert "Préparer le vote" not in text_of(client.get(demande.get_absolute_url()))


def test_a_guide_is_chosen_for_who_writes_to_a_copropriete(client, demande):
    """By its editors, who name its page; by the words of the request, whatever the stage."""
    page = demande.ambassadeur.copropriete.get_absolute_url()
    make_guide(title="Chacun sa part", slug="un", stage="raccorde", shown_first=page)
    make_guide(title="Neutraliser une cuve de fioul", slug="deux", stage="travaux")
    make_guide(title="Préparer le vote", slug="trois", stage="vote")
    Copropriete.objects.filter(pk=demande.copropriete_id).update(stage="vote")
    demande.messages.all().delete()
    Message.objects.create(
        demande=demande,
        author=demande.requester,
        from_requester=True,
        body="Comment avez-vous vidé votre cuve à fioul ?",
    )
    client.force_login(demande.requester)
    read = BeautifulSoup(client.get(demande.get_absolute_url()).content, "html.parser")
    shown = [link.get_text() for link in read.select("section[aria-labelledby=guides] a")]
    assert shown == ["Chacun sa part", "Neutraliser une cuve de fioul", "Préparer le vote"]
    GuidePage.objects.filter(slug="un").update(shown_first="", left_out=page, stage="vote")
    cache.clear()
    assert "Chacun sa part" not in text_of(client.get(demande.get_absolute_url()))


@pytest.mark.parametrize("rows", [1, 30])
def test_thread_budget(client, demande, rows, django_assert_max_num_queries):
    for n in range(rows - 1):
        side = demande.requester if n % 2 else demande.ambassadeur.user
        Message.objects.create(
            demande=demande, author=side, from_requester=bool(n % 2), body=f"Mot {n}"
        )
    client.force_login(demande.requester)
    client.get(demande.get_absolute_url())
    with django_assert_max_num_queries(13):  # one for what blocking would end
        client.get(demande.get_absolute_url())
