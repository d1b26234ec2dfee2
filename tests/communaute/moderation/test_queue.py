"""What a line of the queue says, and which cases are one line."""

import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from communaute.moderation.enums import (
    ContentStatus,
    DecisionKind,
    Escalation,
    Gravity,
    NoticeCategory,
)
from communaute.moderation.models import Case, Notice
from communaute.moderation.queue.lines import Reporters
from communaute.moderation.registry import by_key
from communaute.moderation.services import ask_review, claim_case, decide_case, undo_decision
from communaute.moderation.services.assignments import escalate
from communaute.moderation.services.cases import link_key, text_key
from communaute.moderation.waiting import cases_to_decide
from communaute.questions.models import Answer
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

from .factories import CaseFactory, NoticeFactory, hide
from .factories import reported as noticed

pytestmark = pytest.mark.django_db
QUEUE = "/moderation/"
SPAM = "Pompes à chaleur à prix cassés : https://vente.example/pac"


def lines(desk, **query):
    return list(desk.get(QUEUE, query).context["page_obj"])


def reported(content, category=NoticeCategory.COMMERCIAL, by=None):
    """The case of a text that somebody reports."""
    return noticed(content, by, category=category).case


def test_the_same_author_text_or_link_is_one_line_with_its_number(desk):
    author = UserFactory()
    reported(AnswerFactory(author=author, body="Un premier texte, sur les pompes."))
    reported(AnswerFactory(author=author, body="Un tout autre texte, sur les tarifs."))
    [line] = lines(desk)
    assert (line.number, line.same) == (2, ("auteur",))
    page = desk.get(QUEUE)
    assert "À traiter (2\u00a0dossiers)" in page.text
    assert "Une affaire réunit les dossiers" in page.text
    assert "2 textes" in page.text
    start = BeautifulSoup(page.content, "html.parser").select_one(".mod-start a")
    assert start.text == "Examiner les premiers"
    assert "2\u00a0dossiers à décider ensemble" in desk.get(start["href"]).text

    reported(AnswerFactory(body=SPAM))
    reported(AnswerFactory(body=SPAM.upper()))
    assert [(line.number, line.same) for line in lines(desk)] == [
        (2, ("auteur",)),
        (2, ("texte", "lien")),
    ]
    # By the link alone; then one case brings both groups together.
    reported(AnswerFactory(body="Voyez plutôt www.vente.example/pac/?de=moi, c’est bien mieux."))
    assert [line.number for line in lines(desk)] == [2, 3]
    reported(AnswerFactory(author=author, body=SPAM))
    assert [line.number for line in lines(desk)] == [6]


def test_a_group_is_seen_within_one_s_territories_only(desk, agence_ailleurs, client):
    from communaute.territoires.models import Commune
    from tests.communaute.questions.factories import SpaceFactory

    nantes = SpaceFactory(commune=Commune.objects.get(code="44109"))
    reported(AnswerFactory(body=SPAM))
    reported(QuestionFactory(space=nantes, title="Une offre à saisir", body=SPAM))
    [line] = lines(desk)
    assert line.number == 1
    assert "2 textes" not in desk.get(QUEUE).text


def test_what_waits_to_be_read_says_so_is_no_report_and_one_key_publishes_it(desk):
    waiting = AnswerFactory(status=ContentStatus.PENDING)
    due_at = timezone.now() + timedelta(hours=8)
    case = ask_review(kind=by_key("reponse"), content=waiting, why="Premier texte.", due_at=due_at)
    [line] = lines(desk)
    assert (line.reporters.number, line.reporters.reason_labels) == (
        0,
        ["À relire avant publication"],
    )
    page = desk.get(QUEUE).text
    assert "À relire avant publication" in page
    assert "Personne ne l’a signalé" in page
    assert "Sans signalement, " in desk.get(case.get_absolute_url()).text
    assert 'value="approuver" data-key="p"' in desk.get(case.get_absolute_url()).text


def test_a_wave_that_waits_is_published_at_once_and_never_left_online(desk):
    author = UserFactory()
    waiting = AnswerFactory.create_batch(2, author=author, status=ContentStatus.PENDING)
    due_at = timezone.now() + timedelta(hours=8)
    for one in waiting:
        ask_review(kind=by_key("reponse"), content=one, why="Premier texte.", due_at=due_at)
    together = f"/moderation/ensemble/?affaires={lines(desk)[0].key}"
    page = desk.get(together)
    assert page.context["form"].kind_values == ["approuver", "masquer"]
    lus = page.context["form"]["lus"].value()
    desk.post(together, {"lus": lus, "rapide": "approuver"})
    assert {type(one).objects.get(pk=one.pk).status for one in waiting} == {ContentStatus.PUBLISHED}


def test_what_a_colleague_decided_meanwhile_is_said_whatever_else_is_wrong(desk):
    cases = [reported(AnswerFactory()) for _ in range(2)]
    lus = " ".join(f"{one.pk}:{one.version}" for one in cases)
    sent = {"lus": lus, "kind": "masquer", "note": "Vu avec Léa"}
    for number, said in ((1, "1 dossier n’attend plus"), (2, "2 dossiers n’attendent plus")):
        decide_case(
            actor=UserFactory(equipe=True), case=cases[number - 1], version=1, kind="garder"
        )
        page = desk.post("/moderation/ensemble/", sent)
        assert page.status_code == 422
        assert f"{said} votre décision" in page.text.replace("\xa0", " ")
        assert "Vu avec Léa" in page.text
    assert "Rien n’est encore décidé" not in page.text
    assert "Valider pour" not in page.text


def test_what_a_colleague_examines_is_decided_apart(desk):
    held, free = (reported(AnswerFactory()) for _ in range(2))
    colleague, now = UserFactory(equipe=True), timezone.now()
    Case.objects.filter(pk=held.pk).update(claimed_by=colleague, claimed_at=now)
    page = desk.get("/moderation/ensemble/", {"dossiers": [held.pk, free.pk]})
    assert page.context["form"]["lus"].value() == f"{free.pk}:{free.version}"
    assert "À décider à part" in page.text
    alone = desk.get("/moderation/ensemble/", {"dossiers": [held.pk]}, follow=True)
    assert "Ces dossiers se décident un par un" in alone.text


def test_a_filter_that_finds_nothing_does_not_say_that_nothing_waits(desk):
    reported(AnswerFactory())
    page = desk.get("/moderation/", {"gravite": Gravity.HIGHEST.value}).text
    assert "Aucun dossier ne correspond à ces filtres" in page
    assert "Aucun texte n’attend votre décision" not in page


def test_the_only_decision_that_suits_them_all_is_chosen_already(desk):
    waiting = AnswerFactory(status=ContentStatus.PENDING)
    due_at = timezone.now() + timedelta(hours=5)
    read = ask_review(kind=by_key("reponse"), content=waiting, why="Premier.", due_at=due_at)
    told = reported(AnswerFactory())
    form = desk.get("/moderation/ensemble/", {"dossiers": [read.pk, told.pk]}).context["form"]
    assert form.kind_values == ["masquer"]
    assert form["kind"].value() == "masquer"


def test_a_decision_that_does_not_suit_them_all_says_why_and_leads_to_those_it_suits(desk):
    waiting = AnswerFactory(status=ContentStatus.PENDING)
    due_at = timezone.now() + timedelta(hours=5)
    read = ask_review(kind=by_key("reponse"), content=waiting, why="Premier.", due_at=due_at)
    told = [reported(AnswerFactory()) for _ in range(4)]
    page = desk.get("/moderation/ensemble/", {"dossiers": [read.pk, *(one.pk for one in told)]})
    said = " ".join(page.text.split())
    assert "« Laisser en ligne » n’est pas proposé ici</strong> : un de ces textes n’est" in said
    assert f"dossier n° {read.pk}</a>)" in said
    assert "« Publier » n’est pas proposé ici</strong> : 4 de ces textes n’attendent pas" in said
    [link] = re.findall(r'href="([^"]+)">Décider ensemble les 4 autres', said)
    others = desk.get(link.replace("&amp;", "&"))
    assert others.context["form"].kind_values == ["garder", "masquer"]
    assert "n’est pas proposé" not in others.text
    # The wave that waits is told so too; of the other, one is opened.
    assert "Ouvrir l’autre" in said
    alone = desk.get("/moderation/ensemble/", {"dossiers": [read.pk]})
    assert "« Laisser en ligne » n’est donc pas proposé" in alone.text


def test_what_is_not_decided_together_is_opened_one_by_one(desk):
    author = UserFactory()
    gone, there = AnswerFactory.create_batch(2, author=author)
    for one in (gone, there):
        reported(one)
    Answer.objects.filter(pk=gone.pk).update(status=ContentStatus.DELETED)
    Answer.objects.filter(pk=there.pk).update(status=ContentStatus.PENDING, first_public_at=None)
    page = desk.get(f"/moderation/ensemble/?affaires={lines(desk)[0].key}")
    assert page.context["form"].kind_values == []
    assert "Ouvrez-les un par un" in page.text


def test_words_and_links_that_are_the_same_have_the_same_key():
    assert text_key(SPAM) == text_key("POMPES a chaleur, à prix cassés… https vente.example PAC")
    assert text_key("Merci !") == ""
    assert link_key(SPAM) == link_key("www.vente.example/pac?utm=1#haut.") != ""
    assert link_key("Voyez https://www.ecologie.gouv.fr/aides") == ""
    assert link_key("https://www.ecologie.gouv.fr/a puis http://vente.example/pac") == link_key(
        SPAM
    )
    assert link_key("Sans lien.") == ""


def test_what_is_due_in_the_same_hour_is_ranked_by_gravity(desk):
    hour = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    light = CaseFactory(due_at=hour + timedelta(minutes=5), gravity=Gravity.LOW)
    grave = CaseFactory(due_at=hour + timedelta(minutes=50), gravity=Gravity.HIGHEST)
    later = CaseFactory(due_at=hour + timedelta(minutes=60), gravity=Gravity.HIGHEST)
    assert [line.case for line in lines(desk)] == [grave, light, later]


def test_the_gravest_reason_ranks_the_case(desk):
    content = AnswerFactory()
    case = reported(content, NoticeCategory.OFF_TOPIC)
    assert case.gravity == Gravity.LOW
    reported(content, NoticeCategory.ILLEGAL)
    reported(content, NoticeCategory.OTHER)
    case.refresh_from_db()
    assert case.gravity == Gravity.HIGHEST
    page = desk.get(QUEUE).text
    assert "Très grave" in page
    assert lines(desk, gravite="4")[0].case == case
    assert lines(desk, gravite="1") == []


def test_a_line_says_how_serious_those_who_reported_are(desk, agence):
    serious = UserFactory()
    for was_right in (True, True, False):
        case = CaseFactory(notices=0)
        NoticeFactory(case=case, reporter=serious)
        if was_right:
            hide(case, agence)
        else:
            desk.post(f"/moderation/dossiers/{case.pk}/decider/", {"version": 1, "kind": "garder"})
    case = CaseFactory(notices=0)
    NoticeFactory(case=case, reporter=serious)
    NoticeFactory(case=case, reporter=None, category=NoticeCategory.RUDE)
    page = desk.get(QUEUE).text
    assert "2\u00a0signalements" in page
    assert "1\u00a0membre (2 de ses 3 signalements passés étaient fondés)" in page
    assert "1\u00a0visiteur sans compte" in page
    assert "Propos irrespectueux" in page


def test_two_texts_that_one_person_reported_are_two_reports_of_one_member(desk):
    author, reporter = UserFactory(), UserFactory()
    for question in QuestionFactory.create_batch(2, author=author):
        reported(question, by=reporter)
    assert "2\u00a0signalements : 1\u00a0membre (" in desk.get(QUEUE).text


@pytest.mark.parametrize(
    ("accounts", "said"),
    [
        ({1: (0, 0)}, "premier signalement"),
        ({1: (0, 0), 2: (0, 0)}, "premiers signalements"),
        ({1: (1, 0)}, "son seul signalement passé n’était pas fondé"),
        ({1: (1, 1), 2: (0, 0)}, "leur seul signalement passé était fondé"),
        ({1: (3, 0)}, "aucun de ses 3 signalements passés n’était fondé"),
        ({1: (2, 1), 2: (1, 0)}, "1 de leurs 3 signalements passés était fondé"),
    ],
)
def test_how_much_those_who_reported_weigh_is_a_sentence(accounts, said):
    page = get_template("moderation/_reporters.html")
    reporters = Reporters(accounts=accounts, reasons={"commercial": len(accounts)})
    assert f"({said})" in page.render({"reporters": reporters})


def many(number):
    """So many open cases in Isère, each reported once; rows written directly."""
    question = QuestionFactory()
    content_type = ContentType.objects.get_for_model(question)
    first = CaseFactory(content=question, notices=0)
    now = timezone.now()
    cases = Case.objects.bulk_create(
        Case(
            content_type=content_type,
            object_id=question.pk + 1 + place,
            commune=first.commune,
            departement=first.departement,
            snapshot=f"Texte numéro {place}",
            gravity=place % 4 + 1,
            group=first.pk if place % 10 == 0 else None,
            due_at=now + timedelta(minutes=place),
        )
        for place in range(number)
    )
    Notice.objects.bulk_create(
        Notice(case=case, category="commercial", explanation="Une publicité.") for case in cases
    )


def test_one_starts_with_the_first_that_no_colleague_examines(desk, agence):
    first, second = CaseFactory(), CaseFactory()
    Case.objects.filter(pk=first.pk).update(due_at=timezone.now())
    claim_case(actor=UserFactory(agence=True), case=first)
    start = BeautifulSoup(desk.get(QUEUE).content, "html.parser").select_one(".mod-start a")
    assert start["href"] == second.get_absolute_url()
    claim_case(actor=UserFactory(agence=True), case=second)
    assert "mod-start" not in desk.get(QUEUE).text


def test_a_filter_that_says_nothing_is_said_where_it_is(desk):
    page = BeautifulSoup(desk.get(QUEUE, {"etat": "zzz"}).content, "html.parser")
    assert page.title.text.startswith("Erreur – ")
    target = page.select_one("#erreurs a")["href"].removeprefix("#")
    assert page.find(id=target).find_parent("details").has_attr("open")


def test_the_queue_holds_in_ten_queries_at_a_thousand_cases(client, person):
    many(1_000)
    for role in ("agence", "equipe"):
        client.force_login(person(role))
        client.get(QUEUE)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(QUEUE)
        assert len(queries) <= 10, role
        assert page.context["page_obj"].object_list, role


def test_what_waits_counts_what_the_queue_shows(desk, agence):
    kept, entrusted = CaseFactory(), CaseFactory()
    escalate(actor=agence, case=entrusted, level=Escalation.NATIONAL, why="Je ne sais pas décider.")
    assert [line.case for line in lines(desk)] == [kept]
    assert cases_to_decide(agence) == 1
    assert "1 dossier de modération à décider" in desk.get("/mon-compte/").text
    assert cases_to_decide(UserFactory(equipe=True)) == 2


def test_what_was_undone_at_once_is_no_history(client, agence):
    client.force_login(agence)
    author = UserFactory()
    before = CaseFactory(content__author=author, text_key="a" * 16)
    decision = decide_case(actor=agence, case=before, version=1, kind=DecisionKind.KEEP)
    page = client.get(CaseFactory(content__author=author, text_key="a" * 16).get_absolute_url())
    assert page.context["case"].past_kept == 1
    assert [one.outcome for one in page.context["alike"]] == [DecisionKind.KEEP]
    undo_decision(actor=agence, decision=decision)
    page = client.get(page.request["PATH_INFO"])
    assert page.context["case"].past_kept == 0
    assert [one.outcome for one in page.context["alike"]] == [None]
    assert "C’est la première fois qu’un texte de cette personne est examiné ici." not in page.text


def test_a_filter_that_cannot_be_read_is_said_in_the_title(desk):
    assert "<title>Erreur – Modération" in desk.get(QUEUE, {"etat": "zz"}).text
    assert "<title>Modération" in desk.get(QUEUE).text
