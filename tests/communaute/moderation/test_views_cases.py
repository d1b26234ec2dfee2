from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.enums import MembershipRole
from communaute.comptes.models import Membership
from communaute.moderation.enums import CaseStatus
from communaute.moderation.models import Case, Decision
from communaute.moderation.reasons import GENERAL, STARTERS
from communaute.moderation.registry import by_key
from communaute.moderation.services import claim_case, decide_case
from communaute.moderation.services.cases import ask_review
from communaute.notifications.models import Notification
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import (
    FACTS,
    CaseFactory,
    NoticeFactory,
    hidden_case,
    hide,
    statement_of,
)
from tests.communaute.questions.factories import AnswerFactory, SpaceFactory

pytestmark = pytest.mark.django_db

QUEUE = "/moderation/"
KEEP = {"version": 1, "kind": "garder"}
CANNED = {one.key: one for one in (*STARTERS, GENERAL)}
HIDE = {"version": 1, "kind": "masquer", "rule": "3.2", "facts": FACTS}


def url(name, case):
    return reverse(f"moderation:{name}", args=[case.pk])


def shown_in(page):
    return [line.case for line in page.context["page_obj"]]


def in_nantes(**more):
    from communaute.territoires.models import Commune

    nantes = Commune.objects.get(code="44109")
    return CaseFactory(content__space=SpaceFactory(commune=nantes), **more)


def test_the_queue_shows_what_where_since_when_due_in_how_many_and_who(desk):
    case = CaseFactory(
        content__title="Pompe à vendre",
        opened_at=timezone.now() - timedelta(hours=3),
        due_at=timezone.now() - timedelta(hours=1, minutes=1),
        notices=3,
    )
    claim_case(actor=UserFactory(agence=True, display_name="Nadia"), case=case)
    page = desk.get(QUEUE)
    for part in (
        "Question",
        "Pompe à vendre",
        "Grenoble (38)",
        "3\u00a0signalements",
        "Publicité ou démarchage",
        "Nadia",
        "En retard de",
        "ouvert il y a 3\u00a0heures",
    ):
        assert part in page.text
    CaseFactory(due_at=timezone.now() + timedelta(days=2, hours=21))
    page = desk.get(QUEUE).text
    assert "ouvert à l’instant" in page
    assert "Moins de 3\u00a0jours" in page


def test_the_most_urgent_comes_first(desk):
    late = CaseFactory(content__title="En retard", due_at=timezone.now() - timedelta(days=1))
    later = CaseFactory(content__title="Plus tard", due_at=timezone.now() + timedelta(days=3))
    soon = CaseFactory(content__title="Bientôt", due_at=timezone.now() + timedelta(hours=1))
    assert shown_in(desk.get(QUEUE)) == [late, soon, later]


def test_an_agency_finds_nothing_of_elsewhere_in_list_counts_file_and_side_list(desk, agence):
    here = CaseFactory(content__title="Texte d’ici")
    in_nantes(content__title="Texte de Nantes")
    CaseFactory(
        content__title="Texte national", content__space=SpaceFactory(commune=None, departement=None)
    )
    page = desk.get(QUEUE, {"etat": "tous"})
    assert shown_in(page) == [here]
    assert "À traiter (1\u00a0dossier)" in page.text
    for text in (
        page.text,
        desk.get("/moderation/dossiers.csv").text,
        desk.get(here.get_absolute_url()).text,
    ):
        assert "ici" in text
        assert "Nantes" not in text
        assert "national" not in text.lower().replace("équipe nationale", "")


def test_filters_by_state_and_reason(desk, agence):
    mine, late, decided = CaseFactory(), CaseFactory(), hidden_case(agence)
    claim_case(actor=agence, case=mine)
    Case.objects.filter(pk=late.pk).update(due_at=timezone.now() - timedelta(minutes=1))
    NoticeFactory(case=late, category="illegal")

    def shown(**query):
        return {case.pk for case in shown_in(desk.get(QUEUE, query))}

    assert shown() == {mine.pk, late.pk}
    assert shown(etat="les_miens") == {mine.pk}
    assert shown(etat="en_retard") == {late.pk}
    assert shown(etat="decides") == {decided.pk}
    assert shown(etat="tous") == {mine.pk, late.pk, decided.pk}
    assert shown(raison="illegal") == {late.pk}
    assert shown(etat="n’importe quoi", page="abc") == {mine.pk, late.pk}
    assert desk.get("/moderation/dossiers.csv?etat=decides").text.count("\n") == 2
    wrong = desk.get("/moderation/dossiers.csv?etat=decides&gravite=99")
    assert (wrong.status_code, wrong.text.count("\n")) == (422, 1)


def test_an_empty_queue_says_so(desk):
    assert "Rien à examiner" in desk.get(QUEUE).text
    assert "Aucun dossier ici" in desk.get(QUEUE, {"etat": "decides"}).text


def test_a_cell_that_looks_like_a_formula_is_harmless_in_the_file(desk):
    CaseFactory(snapshot="=HYPERLINK(1)")
    assert ";'=HYPERLINK(1)" in desk.get("/moderation/dossiers.csv").text


def test_the_file_counts_only_who_reported_and_shows_the_text_as_it_reads(desk):
    case = CaseFactory(notices=0, snapshot="Titre\n\nUne **bonne** pompe")
    ask_review(kind=by_key("question"), content=case.target, why="Lien", due_at=case.due_at)
    Case.objects.filter(pk=case.pk).update(snapshot="Titre\n\nUne **bonne** pompe")
    heads, row = desk.get("/moderation/dossiers.csv").text.splitlines()
    said = dict(zip(heads.split(";"), row.split(";"), strict=True))
    assert said["signalements"] == "0"
    assert said["raisons"] == "À relire avant publication"
    # As in the files of the desks: a spreadsheet sorts it.
    assert said["ouvert le"] == f"{timezone.localtime(case.opened_at):%Y-%m-%d %H:%M}"
    assert said["texte signalé"] == "Titre Une bonne pompe"


def test_one_person_who_reported_two_texts_is_told_as_one(desk):
    reporter, author = UserFactory(), UserFactory()
    cases = [CaseFactory(content__author=author, notices=0) for _ in range(2)]
    for case in cases:
        NoticeFactory(case=case, reporter=reporter)
    sent = {"lus": " ".join(f"{case.pk}:1" for case in cases), "kind": "garder"}
    page = desk.post(reverse("moderation:together"), sent, follow=True).text
    assert "1\u00a0personne qui a signalé sera prévenue" in page


@pytest.mark.parametrize(
    ("authors", "said"), [(1, "L’auteur sera prévenu"), (2, "Les auteurs seront prévenus")]
)
def test_as_many_authors_are_told_as_wrote(desk, authors, said):
    people = UserFactory.create_batch(authors)
    cases = [CaseFactory(content__author=people[number % authors], notices=0) for number in (0, 1)]
    sent = HIDE | {"lus": " ".join(f"{case.pk}:1" for case in cases)}
    page = desk.post(reverse("moderation:together"), sent, follow=True).text
    assert said in page


def test_the_case_page_shows_the_text_then_and_now_context_and_history(desk, agence):
    answer = AnswerFactory(question__title="Quel prix ?", body="Appelez le vendeur.")
    case = CaseFactory(content=answer)
    hide(CaseFactory(content__author=answer.author), agence)
    type(answer).objects.filter(pk=answer.pk).update(body="Je retire mon message.")
    page = desk.get(case.get_absolute_url()).text
    for part in (
        "Appelez le vendeur.",
        "Je retire mon message.",
        "Quel prix ?",
        "C’est une publicité pour un vendeur.",
        "1\u00a0autre décision : restreindre un texte",
    ):
        assert part in page


@pytest.mark.usefixtures("told_at_once")
def test_quoted_texts_look_as_they_do_on_the_site(desk, agence, client):
    case = CaseFactory(
        content__title="Prix & délais", content__body="Un hiver fini en **onze jours**."
    )
    pages = {
        "list": desk.get(QUEUE),
        "case": desk.get(case.get_absolute_url()),
        "report": desk.get(f"/moderation/signaler/question/{case.object_id}/"),
    }
    hide(case, agence)
    pages["statement"] = desk.get(statement_of(case).get_absolute_url())
    client.force_login(case.author)
    pages["mine"] = client.get("/moderation/mes-decisions/")
    for name, page in pages.items():
        assert "**" not in page.text, name
        assert "Prix &amp; délais" in page.text, name
        assert ("<strong>onze jours</strong>" in page.text) is (name not in {"list", "mine"}), name


def test_the_history_of_an_author_is_that_of_one_s_territories(desk, agence_ailleurs):
    author = UserFactory()
    hide(in_nantes(content__author=author), agence_ailleurs)
    page = desk.get(CaseFactory(content__author=author).get_absolute_url())
    case = page.context["case"]
    assert (case.past_kept, case.past_restricted, case.posts) == (0, 0, 2)


def test_who_reported_is_for_those_who_answer_for_the_agency(desk, agence):
    case = CaseFactory(notices=0)
    NoticeFactory(case=case, reporter=UserFactory(display_name="Yvette B."))
    visitor = {"reporter": None, "source": "visiteur"}
    NoticeFactory(case=case, reporter_email="voisine@exemple.test", **visitor)
    page = desk.get(case.get_absolute_url()).text
    assert "Un membre" in page
    assert "Un visiteur" in page
    for secret in ("Yvette", "voisine@exemple.test"):
        assert secret not in page
    Membership.objects.filter(user=agence).update(role=MembershipRole.RESPONSABLE)
    page = desk.get(case.get_absolute_url()).text
    for secret in ("Yvette", "voisine@exemple.test"):
        assert secret in page


def test_claim_and_give_back(desk, agence):
    case = CaseFactory()
    desk.post(url("claim", case))
    case.refresh_from_db()
    assert case.claimed_by == agence
    assert "Vous examinez ce dossier" in desk.get(case.get_absolute_url()).text
    desk.post(url("release", case))
    case.refresh_from_db()
    assert case.status == CaseStatus.OPEN


def test_keep_by_the_form(desk):
    case = CaseFactory()
    response = desk.post(url("decide", case), KEEP, follow=True)
    assert "C’est décidé" in response.text
    assert Decision.objects.get().kind == "garder"
    # Beside an error, it would be read as said of this decision.
    case = CaseFactory()
    refused = desk.post(url("decide", case), KEEP | {"kind": ""})
    assert refused.status_code == 422
    assert "C’est décidé" not in refused.text
    assert "C’est décidé" in desk.get("/moderation/").text


def test_hide_by_the_form_with_a_rule_or_a_law(desk):
    first, second = CaseFactory(), CaseFactory()
    desk.post(url("decide", first), HIDE)
    desk.post(url("decide", second), HIDE | {"rule": "code-penal-222-17"})
    statements = [decision.statement for decision in Decision.objects.order_by("pk")]
    assert statements[0].ground == "cgu"
    assert "3.2" in statements[0].rule
    assert "version" in statements[0].rule
    assert statements[1].ground == "illegal"
    assert "222-17" in statements[1].rule


def test_the_author_s_mail_can_be_read_before_deciding(desk):
    case = CaseFactory()
    response = desk.post(url("decide", case), HIDE | {"preview": "1"})
    assert response.status_code == 200
    assert "Le message que l’auteur recevra" in response.text
    assert response.text.count(FACTS) >= 2
    assert not Decision.objects.exists()


def test_a_decision_without_reasons_is_refused_and_kept_on_screen(desk):
    case = CaseFactory()
    for change, message in (
        ({"kind": ""}, "Choisissez ce que vous décidez"),
        ({"kind": "retablir"}, "choisissez dans la liste"),
        ({"rule": ""}, "Choisissez la raison"),
        ({"rule": "inventée"}, "Choisissez une règle ou une loi"),
        ({"facts": "x" * 29}, "30 caractères"),
        ({"facts": "Trop court.", "passage": "raccordement"}, "30 caractères"),
        ({"facts": CANNED["irrespect"].facts}, "Copiez ici les mots"),
        ({"facts": f"{FACTS} Une source le dit : …"}, "Remplacez"),
        ({"facts": "x" * 4001}, "trop long"),
        ({"passage": "x" * 1001}, "trop long"),
        ({"passage": "Ce que personne n’a écrit"}, "ne sont pas dans le texte"),
    ):
        response = desk.post(url("decide", case), HIDE | {"note": "ma note"} | change)
        assert response.status_code == 422, change
        assert message in response.text
        assert "ma note" in response.text, change
    assert not Decision.objects.exists()


def test_thirty_characters_pass_the_form(desk):
    facts = f"Ici : « chaudière »{'x' * 11}"
    assert len(facts) == 30
    desk.post(url("decide", CaseFactory()), HIDE | {"facts": facts})
    assert Decision.objects.get().statement.facts == facts


@pytest.mark.parametrize(
    ("second", "first", "done"),
    [("agence", KEEP, "laissé en ligne"), ("equipe", HIDE | {"ground": "cgu"}, "masqué")],
)
def test_of_two_moderators_the_second_is_told_what_by_whom_and_loses_nothing(
    client, agence, person, second, first, done
):
    case = CaseFactory()
    decide_case(actor=agence, case=case, **first)
    client.force_login(UserFactory(agence=True) if second == "agence" else person(second))
    for typed in (HIDE, HIDE | {"preview": "1"}, HIDE | {"rule": ""}, KEEP | {"note": FACTS}):
        response = client.post(url("decide", case), typed)
        assert response.status_code == 409
        assert "<title>Erreur – " in response.text
        alert = response.text.partition('id="erreurs" autofocus')[2].partition("</div>")[0]
        assert f"texte {done} par {agence.organisations.get()}" in alert
        assert "n’a pas été enregistrée" in alert
        assert FACTS in response.text
        assert "choisissez dans la liste" not in response.text
        form = response.context["form"]
        assert form is None or form["kind"].value() != "retablir", "nobody asked to restore it"
    assert Decision.objects.count() == 1


def test_a_case_that_a_colleague_holds_is_theirs_until_one_takes_it_over(desk, agence):
    case = CaseFactory()
    nadia = UserFactory(agence=True, display_name="Nadia")
    claim_case(actor=nadia, case=case)
    response = desk.post(url("decide", case), HIDE)
    assert response.status_code == 409
    assert "Nadia examine ce dossier. Attendez sa décision" in response.text
    assert "validez de nouveau" not in response.text
    form = response.context["form"]
    assert (form.initial["version"], form.initial["facts"]) == (2, FACTS)
    # At the version of now, it is still theirs.
    assert desk.post(url("decide", case), HIDE | {"version": 2}).status_code == 409
    # The button that only says « je m’en occupe » takes nothing from anybody.
    desk.post(url("claim", case))
    case.refresh_from_db()
    assert case.claimed_by == nadia
    desk.post(url("claim", case), {"reprendre": "1"})
    case.refresh_from_db()
    assert case.claimed_by == agence
    assert case.log.last().act == "reprise"
    assert Notification.objects.filter(user=nadia, kind="moderation.case_taken_over").exists()
    assert desk.post(url("decide", case), HIDE | {"version": case.version}).status_code == 302


def test_a_hidden_text_can_be_restored_by_the_form(desk, agence):
    case = hidden_case(agence)
    page = desk.get(case.get_absolute_url())
    assert "Rétablir" in page.text
    desk.post(url("decide", case), {"version": case.version, "kind": "retablir"})
    assert Decision.objects.filter(kind="retablir").exists()


def test_a_case_whose_text_is_gone_still_opens(desk):
    case = CaseFactory(content=AnswerFactory())
    case.target.delete()
    page = desk.get(case.get_absolute_url())
    assert "n’existe plus" in page.text
    assert desk.post(url("decide", case), KEEP).status_code == 302


def test_a_visitor_is_sent_to_sign_in(client):
    case = CaseFactory()
    for name in ("claim", "release", "decide"):
        response = client.post(url(name, case))
        assert response.status_code == 302
        assert response.url.endswith(f"?next={case.get_absolute_url()}")


def test_the_menu_shows_moderation_to_those_who_may(client, person):
    for role, shown in (
        ("agence", True),
        ("equipe", True),
        ("membre", False),
        ("exploitant", False),
    ):
        client.force_login(person(role))
        page = client.get("/moderation/mes-decisions/").text
        assert ('href="/moderation/"' in page) is shown


@pytest.mark.parametrize("sent", [{}, {"preview": "1"}, {"modele": "", "rule": "", "facts": ""}])
def test_a_text_that_its_author_changed_meanwhile_is_said_so_whatever_is_quoted_of_it(desk, sent):
    case = CaseFactory()
    read = desk.get(case.get_absolute_url()).context["form"]["seen"].value()
    question = case.target
    question.body = "Autre chose, qui ne dit plus rien de tel."
    question.save()
    typed = HIDE | {"seen": read, "note": "Vu avec Paul."} | sent
    late = desk.post(url("decide", case), typed)
    assert late.status_code == 409
    assert "L’auteur a modifié son texte pendant que vous lisiez. Relisez-le." in late.text
    assert "Ces mots ne sont pas dans le texte" not in late.text
    form = late.context["form"]
    assert form["note"].value() == "Vu avec Paul."
    assert form["seen"].value() != read
    assert not case.decisions.exists()
