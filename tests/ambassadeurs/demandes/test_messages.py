import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.demandes.enums import ClosedBecause, State
from ambassadeurs.demandes.errors import NotAllowed, NotContactable, ThreadClosed, UsedKey
from ambassadeurs.demandes.models import Demande
from ambassadeurs.demandes.perms import can_read_thread, can_reopen
from ambassadeurs.demandes.services.demandes import reoffer
from ambassadeurs.demandes.services.messages import (
    close,
    keep_contact,
    post_message,
    reopen,
    share_contact,
    thank,
)
from ambassadeurs.demandes.services.reports import report_message
from communaute.moderation.enums import DecisionKind, NoticeCategory
from communaute.moderation.models import Case
from communaute.moderation.registry import by_key
from communaute.moderation.services import claim_case, decide_case
from communaute.moderation.services.private import open_private
from communaute.notifications.enums import MailState
from communaute.notifications.models import Mail
from socle.models import PublicVersion
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.clock import tick
from tests.communaute.comptes.factories import MembershipFactory, UserFactory
from tests.mails import mail_of, says_now, sent_mails
from tests.personas import make_person

from .asking import ask_operator, asker, minutes_over, operator_of_network
from .factories import DemandeFactory

pytestmark = pytest.mark.django_db


def write(actor, demande, body="Bonjour, avec plaisir.", **values):
    values.setdefault("submission_key", uuid.uuid4())
    return post_message(actor=actor, demande=demande, body=body, **values)


def test_first_answer_moves_the_request_and_measures_the_ambassador(demande):
    Ambassadeur.objects.update(unanswered_in_a_row=1)
    Demande.objects.update(created_at=timezone.now() - timedelta(hours=30))

    write(demande.ambassadeur.user, demande)
    write(demande.ambassadeur.user, demande, "Encore un mot.")

    demande.refresh_from_db()
    assert demande.state == State.ANSWERED
    assert demande.first_answer_at is not None
    ambassadeur = Ambassadeur.objects.get()
    assert ambassadeur.answered_count == 1
    assert ambassadeur.median_answer_hours == 30
    assert ambassadeur.unanswered_in_a_row == 0


@pytest.mark.parametrize(("answers", "is_news"), [(4, True), (5, False), (2, False)])
def test_public_pages_are_renewed_when_the_usual_time_told_changes(
    demande, answers, is_news, django_capture_on_commit_callbacks
):
    """Told from five answers on: « en 1 jour » at the fifth, still so at the sixth."""
    Ambassadeur.objects.update(answered_count=answers, median_answer_hours=2)
    PublicVersion.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        write(demande.ambassadeur.user, demande)
    assert PublicVersion.objects.exists() is is_news


def test_message_of_the_asker_is_not_an_answer(demande):
    write(demande.requester, demande)
    demande.refresh_from_db()
    assert demande.state == State.WAITING


def test_other_side_gets_the_text_by_mail_without_contact(demande):
    write(demande.ambassadeur.user, demande, "Voici : monique@example.org")

    sent = sent_mails()[-1]
    assert sent.to == [demande.requester.email]
    assert "[adresse masquée]" in sent.body
    assert "monique@example.org" not in sent.body + sent.alternatives[0].content
    assert demande.ambassadeur.user.email not in sent.body


def test_a_desk_is_not_told_to_close_a_request_to_hear_no_more_of_it(demande):
    desk = DemandeFactory(exploitant=True)
    MembershipFactory(organisation=desk.organisation)
    write(demande.requester, demande)
    write(desk.requester, desk)
    to_host, to_desk = Mail.objects.filter(kind="demandes.message").order_by("pk")
    assert "Clore" in says_now(to_host, "why")
    assert "adressée à votre organisme." in says_now(to_desk, "why")
    assert "Clore" not in says_now(to_desk, "why")


def test_double_click_writes_once(demande):
    key = uuid.uuid4()
    first = write(demande.requester, demande, submission_key=key)
    assert write(demande.requester, demande, submission_key=key) == first
    assert demande.messages.count() == 2
    with pytest.raises(UsedKey):
        write(demande.ambassadeur.user, demande, submission_key=key)
    with pytest.raises(UsedKey):
        write(demande.requester, demande, "Plutôt le matin.", submission_key=key)
    assert demande.messages.count() == 2


def test_strangers_and_desks_of_others_do_not_write(demande):
    for person in (UserFactory(), UserFactory(exploitant=True), UserFactory(equipe=True)):
        assert not can_read_thread(person, demande)
        for act in (close, thank, reopen, share_contact, keep_contact):
            with pytest.raises(NotAllowed):
                act(actor=person, demande=demande)
        with pytest.raises(NotAllowed):
            write(person, demande)


def test_what_is_open_is_not_to_reopen(demande):
    for state, offered in ((State.WAITING, False), (State.ANSWERED, False), (State.CLOSED, True)):
        demande.state = state
        assert can_reopen(demande.requester, demande) is offered
        assert not can_reopen(demande.ambassadeur.user, demande)


def test_closed_thread_takes_no_message_and_gives_its_place_back_once(demande):
    close(actor=demande.requester, demande=demande)
    close(actor=demande.ambassadeur.user, demande=demande)
    assert Ambassadeur.objects.get().open_demandes == 0
    with pytest.raises(ThreadClosed, match="Rouvrez-le, puis"):
        write(demande.requester, demande)
    with pytest.raises(ThreadClosed, match="Seule la personne"):
        write(demande.ambassadeur.user, demande)
    Demande.objects.update(closed_because=ClosedBecause.REOFFERED)
    with pytest.raises(ThreadClosed, match="ne se rouvre pas"):
        write(demande.requester, Demande.objects.get())
    Demande.objects.update(closed_because=ClosedBecause.REQUESTER)

    reopen(actor=demande.requester, demande=demande)
    reopen(actor=demande.requester, demande=demande)

    assert Ambassadeur.objects.get().open_demandes == 1
    assert write(demande.requester, demande)


def test_reopening_needs_a_place_and_the_asker(demande):
    close(actor=demande.requester, demande=demande)
    with pytest.raises(NotAllowed):
        reopen(actor=demande.ambassadeur.user, demande=demande)
    Ambassadeur.objects.update(open_demandes=2)
    with pytest.raises(NotContactable):
        reopen(actor=demande.requester, demande=demande)


def test_closed_then_asked_anew_it_leads_to_the_one_that_is_open(client, demande):
    """Of an ambassador, and of an operator, whom a building asks the same once at a time."""
    anew = DemandeFactory(
        requester=demande.requester,
        copropriete=demande.copropriete,
        ambassadeur=demande.ambassadeur,
    )
    user, building = asker()
    organisation, reseau = operator_of_network()
    MembershipFactory(organisation=organisation)
    asked = ask_operator(user, building, organisation=organisation, reseau=reseau)
    close(actor=user, demande=asked)
    asked_anew = ask_operator(user, building, organisation=organisation, reseau=reseau)
    close(actor=demande.requester, demande=demande)
    for closed, is_open in ((demande, anew), (asked, asked_anew)):
        client.force_login(closed.requester)
        refused = client.post(f"{closed.get_absolute_url()}rouvrir/", follow=True)
        assert refused.redirect_chain == [(is_open.get_absolute_url(), 302)]
        assert "déjà une demande ouverte avec ce destinataire : la voici" in refused.text
        closed.refresh_from_db()
        assert closed.state == State.CLOSED


def test_reopened_without_answer_the_clock_starts_again(demande):
    now = timezone.now()
    Demande.objects.update(created_at=now - timedelta(days=20))
    spare = Ambassadeur.objects.get()
    tick(now - timedelta(days=16), "demandes")
    close(actor=demande.requester, demande=demande)
    reopen(actor=demande.requester, demande=demande)
    told = spare.user.notifications

    assert "reproposition" not in tick(now + timedelta(days=2), "demandes")
    assert told.filter(title__contains="a rouvert").count() == 1
    assert told.filter(title__contains="attend votre réponse, depuis").count() == 1
    assert tick(now + timedelta(days=3, minutes=1), "demandes")["rappel_3j"] == 1
    assert told.filter(title__contains="attend votre réponse, depuis").count() == 2
    threads = {mail.thread for one in told.all() if (mail := mail_of(one))}
    assert threads == {demande.mail_thread}
    demande.refresh_from_db()
    assert demande.state == State.WAITING


def test_unanswered_request_is_not_reopened_towards_a_paused_ambassador(demande):
    close(actor=demande.requester, demande=demande)
    Ambassadeur.objects.update(paused_until=timezone.localdate())
    with pytest.raises(NotContactable):
        reopen(actor=demande.requester, demande=demande)
    Demande.objects.update(first_answer_at=timezone.now())
    assert reopen(actor=demande.requester, demande=demande).state == State.ANSWERED


@pytest.mark.parametrize("because", [ClosedBecause.REOFFERED, ClosedBecause.WITHDRAWN])
def test_request_that_went_on_elsewhere_is_not_reopened(demande, because):
    reoffer(demande, because=because)
    with pytest.raises(ThreadClosed, match="ne se rouvre pas"):
        reopen(actor=demande.requester, demande=demande)


def test_an_ambassador_who_closes_without_a_word_gives_it_to_somebody_else(demande):
    other = AmbassadeurFactory(copropriete__reseau=demande.ambassadeur.copropriete.reseau)
    demande = close(actor=demande.ambassadeur.user, demande=demande)
    assert (demande.state, demande.closed_because) == (State.CLOSED, ClosedBecause.REOFFERED)
    assert demande.reoffers.get().ambassadeur == other
    told = demande.requester.notifications.get()
    assert told.title == "Nous avons proposé votre demande à une autre copropriété"


def test_each_side_is_told_that_the_other_closed(demande):
    write(demande.ambassadeur.user, demande)
    close(actor=demande.ambassadeur.user, demande=demande)
    told = demande.requester.notifications.get(title__contains="a clos votre échange")
    assert mail_of(told)
    reopen(actor=demande.requester, demande=demande)
    close(actor=demande.requester, demande=demande)
    titles = [one.title for one in demande.ambassadeur.user.notifications.order_by("pk")][-2:]
    assert titles == ["Gérard M. a rouvert votre échange", "Gérard M. a clos votre échange"]


def test_thanks_come_after_an_answer_once(demande):
    with pytest.raises(NotAllowed):
        thank(actor=demande.requester, demande=demande)
    write(demande.ambassadeur.user, demande)
    with pytest.raises(NotAllowed):
        thank(actor=demande.ambassadeur.user, demande=demande)
    thanked = thank(actor=demande.requester, demande=demande).thanked_at
    assert thank(actor=demande.requester, demande=demande).thanked_at == thanked
    assert demande.ambassadeur.user.notifications.filter(title__contains="remercie").count() == 1


def test_nobody_is_told_to_close_with_an_operator_whose_agreement_it_would_take_back(client):
    demande = DemandeFactory(exploitant=True)
    write(MembershipFactory(organisation=demande.organisation).user, demande)
    minutes_over()
    client.force_login(demande.requester)
    step = client.get(demande.get_absolute_url()).context["next_step"]
    assert step.endswith("Laissez l’échange ouvert tant que votre projet avance.")


def test_who_has_thanked_is_not_asked_to_thank(client, demande):
    write(demande.ambassadeur.user, demande)
    client.force_login(demande.requester)
    page = client.get(demande.get_absolute_url())
    assert page.context["next_step"].endswith("remerciez, puis clôturez l’échange.")
    page = client.post(f"{demande.get_absolute_url()}remercier/", follow=True)
    assert page.context["next_step"] == (
        "Lisez la réponse, et écrivez si vous en attendez plus. "
        "Tout est dit ? Alors clôturez l’échange."
    )


def test_colleagues_of_the_organisation_are_told_or_the_one_in_charge():
    user, building = asker()
    demande = ask_operator(user, building)
    people = [UserFactory(), UserFactory()]
    for person in people:
        demande.organisation.memberships.create(user=person)
    write(user, demande)
    assert all(person.notifications.count() == 1 for person in people)

    demande.assigned_to = people[0]
    demande.save()
    write(user, demande)
    assert [person.notifications.count() for person in people] == [2, 1]


def report(actor, message):
    return report_message(
        actor=actor,
        message=message,
        category=NoticeCategory.values[0],
        explanation="Ce message est blessant.",
    )


def test_moderation_sees_the_message_and_three_on_each_side(demande):
    written = [
        write(
            demande.requester if n % 2 else demande.ambassadeur.user,
            demande,
            f"Message numéro {n}. Tél. 06 12 34 56 7{n}.",
        )
        for n in range(9)
    ]
    agent = make_person("agence")

    report(demande.requester, written[4])
    report(demande.requester, written[4])

    case = Case.objects.visible_to(agent).get()
    assert case.snapshot == "Message numéro 4. Tél. 06 12 34 56 74."
    assert case.notices_count == 1
    seen = by_key("message").context(case.target)
    assert [n for n in range(9) if f"numéro {n}." in seen] == [1, 2, 3, 5, 6, 7]
    assert "06 12" not in seen
    assert not Case.objects.visible_to(make_person("agence_ailleurs")).exists()
    assert not Case.objects.visible_to(make_person("exploitant")).exists()


def test_hidden_by_decision_then_shown_again(demande):
    message = write(demande.ambassadeur.user, demande)
    agent = make_person("agence")
    report(demande.requester, message)
    case = claim_case(actor=agent, case=Case.objects.get())
    open_private(actor=agent, case=case)
    decide_case(
        actor=agent,
        case=case,
        version=case.version,
        kind=DecisionKind.HIDE,
        facts="« Bonjour, avec plaisir. » insulte la personne qui demande de l’aide.",
        ground="cgu",
        rule="Règle 1",
    )
    message.refresh_from_db()
    assert message.hidden_at is not None
    assert Mail.objects.get(key=f"mer-message-{message.pk}").state == MailState.WITHDRAWN
    assert demande.requester.notifications.filter(key=f"mer-message-{message.pk}").exists()
    case.refresh_from_db()
    decide_case(actor=agent, case=case, version=case.version, kind=DecisionKind.RESTORE)
    message.refresh_from_db()
    assert message.hidden_at is None


def test_report_about_an_organisation_goes_to_the_national_team():
    user, building = asker()
    demande = ask_operator(user, building)
    colleague = UserFactory()
    demande.organisation.memberships.create(user=colleague)
    report(user, write(colleague, demande))
    assert not Case.objects.visible_to(make_person("agence")).exists()
    assert Case.objects.visible_to(make_person("equipe")).exists()


def test_only_a_party_reports_and_not_its_own_words(demande):
    message = write(demande.ambassadeur.user, demande)
    for person in (UserFactory(), demande.ambassadeur.user):
        with pytest.raises(NotAllowed):
            report(person, message)
