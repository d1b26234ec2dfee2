import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from ambassadeurs.guichets.errors import NationalRefused, WrongCode
from ambassadeurs.guichets.models import AccountAct, HelpCode
from ambassadeurs.guichets.national_team.late import LateKind, LateLine, late_by_agency
from ambassadeurs.guichets.national_team.services import close_for, give_role, send_code, use_code
from ambassadeurs.guichets.numbers import NATIONAL_NUMBERS
from communaute.comptes.models import Membership, User
from communaute.comptes.services import remove_member
from communaute.moderation.appeals import decide_appeal
from communaute.moderation.enums import AppealOutcome, SanctionKind
from communaute.moderation.models import Case
from communaute.moderation.sanctions.services import sanction_person
from communaute.moderation.services import claim_case, undo_decision
from communaute.notifications.models import Notification
from communaute.notifications.outbox import drain
from tests.communaute.comptes.factories import (
    MembershipFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.communaute.moderation.factories import CaseFactory, contested, hidden_case
from tests.communaute.moderation.sanctions.scenes import REASONS
from tests.hooks import hook
from tests.mails import sent_mails

pytestmark = pytest.mark.django_db
REASON = "La personne a appelé ce matin."


@pytest.fixture
def monique():
    found = UserFactory(email="aidee@exemple.fr", display_name="Monique D.")
    EmailAddress.objects.filter(user=found).update(verified=False)
    return found


def sent_code():
    drain()
    [message] = [one for one in mail.outbox if "code pour vous connecter" in one.subject]
    return re.search(r"\d{6}", message.body)[0], message


def test_the_code_goes_to_the_person_and_to_nobody_else(client, equipe, monique):
    client.force_login(equipe)
    url = f"/equipe/comptes/{monique.pk}/code/"
    page = client.post(url, {"code-reason": REASON}, follow=True)
    code, message = sent_code()
    assert message.to == [monique.email]
    assert code not in page.text
    assert code not in str(HelpCode.objects.values())
    act = AccountAct.objects.get()
    assert (act.person_number, act.reason, act.actor) == (monique.pk, REASON, equipe)


def test_the_code_signs_in_once_and_proves_the_address(client, equipe, monique):
    send_code(actor=equipe, person=monique, reason=REASON)
    code, _ = sent_code()
    data = {"email": monique.email.upper(), "code": f"{code[:3]}-{code[3:]}"}
    assert client.post("/comptes/connexion/aide/", data).status_code == 302
    assert client.get("/mon-compte/").status_code == 200
    assert EmailAddress.objects.get(user=monique).verified
    with pytest.raises(WrongCode):
        use_code(email=monique.email, code=code)


def test_a_code_lasts_a_quarter_of_an_hour(equipe, monique, monkeypatch):
    send_code(actor=equipe, person=monique, reason=REASON)
    code, _ = sent_code()
    end = HelpCode.objects.get().expires_at
    monkeypatch.setattr(timezone, "now", lambda: end)
    with pytest.raises(WrongCode):
        use_code(email=monique.email, code=code)
    monkeypatch.setattr(timezone, "now", lambda: end - timedelta(seconds=1))
    assert use_code(email=monique.email, code=code) == monique


def test_five_wrong_tries_and_the_code_is_worth_nothing(client, equipe, monique):
    send_code(actor=equipe, person=monique, reason=REASON)
    code, _ = sent_code()
    wrong = {"email": monique.email, "code": "000000" if code != "000000" else "111111"}
    for _ in range(NATIONAL_NUMBERS.tries - 1):
        assert client.post("/comptes/connexion/aide/", wrong).status_code == 422
    assert HelpCode.objects.get().tries == NATIONAL_NUMBERS.tries - 1
    response = client.post("/comptes/connexion/aide/", wrong)
    assert "Ce code ne convient pas" in response.text
    assert response.text.count('id="erreurs"') == 1
    assert client.post("/comptes/connexion/aide/", wrong | {"code": code}).status_code == 422


def test_another_address_reads_the_same_words(client, equipe, monique):
    send_code(actor=equipe, person=monique, reason=REASON)
    told = [
        client.post("/comptes/connexion/aide/", {"email": email, "code": "123456"}).text
        for email in (monique.email, "inconnue@exemple.fr")
    ]
    assert all("Ce code ne convient pas" in text for text in told)


def test_nobody_of_the_team_acts_on_oneself_nor_on_another_but_its_lead(equipe):
    other = UserFactory(equipe=True)
    for target in (equipe, other):
        with pytest.raises(NationalRefused):
            send_code(actor=equipe, person=target, reason=REASON)
    Membership.objects.filter(user=equipe).update(role="responsable")
    lead = User.objects.get(pk=equipe.pk)
    send_code(actor=lead, person=other, reason=REASON)
    with pytest.raises(NationalRefused):
        close_for(actor=lead, person=lead, reason=REASON)


def test_a_closed_account_gets_no_code(equipe):
    with pytest.raises(NationalRefused):
        send_code(actor=equipe, person=UserFactory(is_active=False), reason=REASON)


def test_closing_asks_for_the_address_and_leaves_the_reason(client, equipe, monique):
    client.force_login(equipe)
    url = f"/equipe/comptes/{monique.pk}/fermer/"
    wrong = client.post(url, {"close-reason": REASON, "close-email": "autre@exemple.fr"})
    assert wrong.status_code == 422
    assert "Ce n’est pas l’adresse de ce compte." in wrong.text
    assert REASON in wrong.text
    assert (
        client.post(url, {"close-reason": REASON, "close-email": monique.email}).status_code == 302
    )
    assert not User.objects.filter(pk=monique.pk).exists()
    drain()
    (told,) = [one for one in mail.outbox if "compte est fermé" in one.subject]
    assert "l’équipe nationale l’a fermé à votre demande" in told.body
    act = AccountAct.objects.get()
    assert (act.act, act.person_number) == ("cloture", monique.pk)
    assert monique.email not in str(AccountAct.objects.values())


def test_who_works_alone_is_not_closed_unsaid(client, equipe, monique):
    organisation = OrganisationFactory(name="Agence du Vercors")
    Membership.objects.create(user=monique, organisation=organisation)
    client.force_login(equipe)
    said = "Personne d’autre ne travaille pour « Agence du Vercors »"
    assert said in client.get(f"/equipe/comptes/{monique.pk}/").text
    Membership.objects.create(user=UserFactory(is_active=False), organisation=organisation)
    assert said in client.get(f"/equipe/comptes/{monique.pk}/").text
    Membership.objects.create(user=UserFactory(), organisation=organisation)
    assert said not in client.get(f"/equipe/comptes/{monique.pk}/").text


def test_a_role_is_given_with_a_reason_once(equipe, monique):
    organisation = OrganisationFactory()
    one = Membership.objects.create(user=monique, organisation=organisation)
    for _ in range(2):
        give_role(actor=equipe, membership=one, role="responsable", reason=REASON)
    one.refresh_from_db()
    assert one.role == "responsable"
    assert AccountAct.objects.get().detail == f"{organisation} : Responsable"


def test_the_log_is_never_rewritten_even_by_the_database(equipe, monique):
    send_code(actor=equipe, person=monique, reason=REASON)
    row = AccountAct.objects.get()
    for sql in (
        "UPDATE guichets_accountact SET reason = 'autre'",
        "UPDATE guichets_accountact SET person_number = 1",
        "DELETE FROM guichets_accountact",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    with pytest.raises(Exception, match="acte sur un compte"):
        row.save()
    equipe.delete()
    row.refresh_from_db()
    assert (row.actor, row.reason) == (None, REASON)


def test_a_person_is_found_by_address_or_name_and_no_address_is_in_the_bar(client, equipe, monique):
    client.force_login(equipe)
    UserFactory(email="autre@exemple.fr", display_name="Émile Kœnig")
    for words in ("émile", "EMILE koenig", "Koenig É"):
        assert "autre@exemple.fr" in client.post("/equipe/comptes/", {"words": words}).text
    for words in (monique.email.upper(), "aidee", "monique"):
        response = client.post("/equipe/comptes/", {"words": words})
        assert monique.email in response.text
    assert "Personne ne porte ce nom" in client.post("/equipe/comptes/", {"words": "zzz"}).text
    assert client.post("/equipe/comptes/", {"words": ""}).status_code == 422
    assert client.get("/equipe/comptes/?words=monique").text.count(monique.email) == 0


def test_the_page_shows_what_was_decided(client, equipe):
    case = hidden_case()
    client.force_login(equipe)
    page = client.get(f"/equipe/comptes/{case.author_id}/").text
    assert "CGU 3.2" in page
    assert "Aucune décision de modération" not in page
    assert "ne s’applique plus" not in page


def test_a_decision_undone_at_once_is_none_and_one_overturned_applies_no_more(client, equipe):
    agent = UserFactory(agence=True)
    case = hidden_case(agent)
    undo_decision(actor=agent, decision=case.decisions.get())
    appeal = contested()
    decide_appeal(
        actor=equipe, appeal=appeal, outcome=AppealOutcome.OVERTURNED, reply="Rien à redire ici."
    )
    client.force_login(equipe)
    page = client.get(f"/equipe/comptes/{case.author_id}/").text
    assert "Aucune décision de modération." in page
    page = client.get(f"/equipe/comptes/{appeal.statement.recipient_id}/").text
    assert "(revue : ne s’applique plus)" in page


def test_a_measure_undone_at_once_is_none(client, equipe):
    case = CaseFactory()
    asked = {"sanction": SanctionKind.READ_ONLY, "hours": 24, "reasons": REASONS}
    decision = sanction_person(actor=equipe, case=case, version=case.version, **asked)
    undo_decision(actor=equipe, decision=decision)
    client.force_login(equipe)
    page = client.get(f"/equipe/comptes/{case.author_id}/").text
    assert "Aucune décision de modération." in page


def test_every_late_thing_is_under_its_agency(agence):
    now = timezone.now()
    agency = agence.memberships.get().organisation
    late = CaseFactory()
    Case.objects.filter(pk=late.pk).update(due_at=now - timedelta(seconds=1))
    CaseFactory()
    found = dict(late_by_agency(now))
    assert [label for label, _ in found[agency.name]] == ["Dossiers de modération"]
    [(_, lines)] = found[agency.name]
    assert [line.url for line in lines] == [late.get_absolute_url()]


def test_a_room_above_adds_its_own(monkeypatch):
    own = LateKind("essai", "Essais", lambda at, most: [LateLine("ALEC", "Un", at)])
    hook(monkeypatch, "guichets.late", [own])
    now = timezone.now()
    assert [(whose, kinds[0][0]) for whose, kinds in late_by_agency(now)] == [("ALEC", "Essais")]


def test_the_page_of_late_things_costs_the_same_at_one_and_at_many(
    client, equipe, django_assert_max_num_queries
):
    client.force_login(equipe)
    past = timezone.now() - timedelta(days=1)
    Case.objects.filter(pk=CaseFactory().pk).update(due_at=past)
    with django_assert_max_num_queries(20) as first:
        client.get("/equipe/retards/")
    for _ in range(5):
        Case.objects.filter(pk=CaseFactory().pk).update(due_at=past)
    with django_assert_max_num_queries(len(first)):
        client.get("/equipe/retards/")


def late_at_agency(agence):
    case = CaseFactory()
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=1))
    case.refresh_from_db()
    return case


def test_the_agency_of_a_late_case_is_reminded_once_a_day(client, equipe, agence):
    case = late_at_agency(agence)
    client.force_login(equipe)
    address = f"/equipe/retards/dossiers/{case.pk}/relancer/"
    assert f'action="{address}"' in client.get("/equipe/retards/").text
    page = client.post(address, follow=True)
    assert "C’est relancé" in page.text
    assert "relance du" in page.text
    again = client.post(address, follow=True).text
    assert "a déjà été relancé aujourd’hui à" in again
    assert "C’est relancé" not in again
    assert f'action="{address}"' not in page.text
    told = Notification.objects.get(user=agence, kind="moderation.case_late")
    assert told.url == case.get_absolute_url()
    said = next(one for one in sent_mails() if one.to == [agence.email])
    assert "L’équipe nationale vous relance" in said.body
    # Whoever holds it, and nobody else.
    colleague = UserFactory(agence=True)
    claim_case(actor=colleague, case=case)
    client.post(address)
    kind = Notification.objects.filter(kind="moderation.case_late")
    assert kind.filter(user=colleague).count() == 1


def test_nobody_is_reminded_of_what_is_not_late_nor_of_the_team_s_own(client, equipe, agence):
    client.force_login(equipe)
    case, mine = CaseFactory(), late_at_agency(agence)
    Case.objects.filter(pk=mine.pk).update(level="nationale")
    for one in (case, mine):
        page = client.post(f"/equipe/retards/dossiers/{one.pk}/relancer/", follow=True)
        assert "rien n’est envoyé" in page.text
    assert "Relancer" not in client.get("/equipe/retards/").text
    assert not Notification.objects.filter(kind="moderation.case_late").exists()


@pytest.mark.parametrize(
    ("sanction", "hours", "said", "short"),
    [
        (SanctionKind.SUSPENSION, 48, "Suspendu jusqu’au", "(suspendu)"),
        (SanctionKind.WARNING, 48, "<dd>Ouvert</dd>", ""),
    ],
)
def test_a_suspended_account_is_not_open(client, equipe, sanction, hours, said, short):
    person = UserFactory(email="suspendue@exemple.fr", display_name="Sonia S.")
    case = CaseFactory(content__author=person)
    asked = {"actor": equipe, "case": case, "version": 1, "reasons": REASONS}
    sanction_person(**asked, sanction=sanction, hours=hours)
    client.force_login(equipe)
    page = client.get(f"/equipe/comptes/{person.pk}/").text
    assert said in page
    assert ("<dd>Ouvert</dd>" in page) == (not short)
    found = client.post("/equipe/comptes/", {"words": "suspendue"}).text
    assert ("(suspendu)" in found) == bool(short)


def test_a_reminder_to_somebody_removed_since_is_none(client, equipe):
    case = CaseFactory()
    place = MembershipFactory(organisation__kind="agence", organisation__covers=["38"])
    first, agency = place.user, place.organisation
    stays = MembershipFactory(organisation=agency).user
    claim_case(actor=first, case=case)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=1))
    client.force_login(equipe)
    address = f"/equipe/retards/dossiers/{case.pk}/relancer/"
    assert "relance du" in client.post(address, follow=True).text
    remove_member(actor=equipe, organisation=agency, member=first)
    case.refresh_from_db()
    assert case.claimed_by is None
    page = client.get("/equipe/retards/").text
    assert f'action="{address}"' in page
    assert "relance du" in client.post(address, follow=True).text
    told = {one.to[0] for one in sent_mails() if "en retard" in one.subject}
    assert told == {stays.email}


def test_who_holds_a_case_that_they_may_decide_no_more_is_not_the_one_reminded(client, equipe):
    case = CaseFactory()
    gone, stays = UserFactory(agence=True), UserFactory(agence=True)
    claim_case(actor=gone, case=case)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=1))
    gone.memberships.all().delete()
    client.force_login(equipe)
    client.post(f"/equipe/retards/dossiers/{case.pk}/relancer/")
    told = Notification.objects.filter(kind="moderation.case_late")
    assert [one.user for one in told] == [stays]


def test_what_nobody_of_its_agency_may_decide_is_for_the_team(client, equipe):
    """They decided before, or are of the house of the author: no button that would be refused."""
    decided_before = UserFactory(agence=True)
    case = late_at_agency(decided_before)
    client.force_login(equipe)
    address = f"/equipe/retards/dossiers/{case.pk}/relancer/"
    assert f'action="{address}"' in client.get("/equipe/retards/").text
    case.kept_away.add(decided_before)
    page = client.get("/equipe/retards/").text
    assert f'action="{address}"' not in page
    assert "à décider par l’équipe" in page
    assert case.get_absolute_url() in page
    said = client.post(address, follow=True).text.replace("\u00a0", " ")
    assert "Personne de cette agence ne peut décider ce dossier : décidez-le vous-même." in said
    # Somebody else of it may.
    UserFactory(agence=True)
    assert f'action="{address}"' in client.get("/equipe/retards/").text


def test_what_a_colleague_of_the_whole_agency_wrote_is_for_the_team(client, equipe):
    place = MembershipFactory(organisation__kind="agence", organisation__covers=["38"])
    MembershipFactory(organisation=place.organisation)
    case = CaseFactory(content__author=place.user)
    Case.objects.filter(pk=case.pk).update(due_at=timezone.now() - timedelta(hours=1))
    client.force_login(equipe)
    page = client.get("/equipe/retards/").text
    assert "à décider par l’équipe" in page
    assert "Relancer" not in page


def test_an_account_closed_by_a_colleague_is_said_so(client, equipe, monique):
    client.force_login(equipe)
    address = f"/equipe/comptes/{monique.pk}/"
    close_for(actor=UserFactory(equipe=True), person=monique, reason=REASON)
    again = client.get(address, follow=True)
    assert again.redirect_chain == [("/equipe/comptes/", 302)]
    assert "Ce compte n’existe plus" in again.text
    kept = client.post(f"{address}code/", {"code-reason": REASON})
    assert kept.status_code == 409
    assert REASON in kept.text
