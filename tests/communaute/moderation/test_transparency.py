from datetime import timedelta

import pytest
from django.utils import timezone

from communaute.moderation.models import Case, Decision
from communaute.moderation.services import decide_appeal, decide_case
from communaute.moderation.transparency import MASKED, NOTHING_YET, lines, mask
from tests.communaute.moderation.factories import CaseFactory, contested, hidden_case


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"a": 0}, {"a": "0"}),
        ({"a": 1}, {"a": MASKED}),
        ({"a": 4}, {"a": MASKED}),
        ({"a": 5}, {"a": "5"}),
        ({"a": 3, "b": 2, "c": 9}, {"a": MASKED, "b": MASKED, "c": "9"}),
        # One masked alone would be found from the total: the next smallest goes too.
        ({"a": 3, "b": 8, "c": 9, "d": 0}, {"a": MASKED, "b": "non publié", "c": "9", "d": "0"}),
    ],
)
def test_small_numbers_are_masked_and_zeros_are_not(values, shown):
    assert mask(values) == shown


def figures(year=None):
    return {(line.section, line.label): line.value for line in lines(year)}


@pytest.mark.django_db
def test_an_empty_service_publishes_zeros():
    found = figures()
    assert found["Signalements reçus", "Total"] == "0"
    assert found["Décisions", "Masquer"] == "0"
    assert found["Délais", "Entre le signalement et la décision (médiane)"] == NOTHING_YET
    assert found["Automatisation", "Décisions prises ou préparées par un programme"] == "0"


@pytest.mark.django_db
def test_figures_count_notices_decisions_and_appeals(agence, equipe):
    for _ in range(5):
        hidden_case(agence)
    for _ in range(6):
        case = CaseFactory(opened_at=timezone.now() - timedelta(hours=10))
        decide_case(actor=agence, case=case, version=1, kind="garder")
    for number in range(5):
        decide_appeal(
            actor=equipe, appeal=contested(), upheld=True, reply=f"Réponse {number}, motivée."
        )
    found = figures()
    assert found["Signalements reçus", "Total"] == "16"
    assert found["Signalements reçus", "Publicité ou démarchage"] == "16"
    assert found["Décisions", "Masquer"] == "10"
    assert found["Décisions", "Laisser en ligne"] == "6"
    assert found["Décisions", "Rétablir"] == "5"
    assert found["Textes masqués, par fondement", "Contenu contraire aux conditions d’utilisation"]
    assert found["Recours", "Recours déposés"] == "5"
    assert found["Recours", "Acceptés : texte remis en ligne"] == "5"
    assert found["Délais", "Entre le signalement et la décision (médiane)"] == "0 h"
    assert figures(2020)["Signalements reçus", "Total"] == "0"


@pytest.mark.django_db
def test_the_median_is_said_from_five_cases_on(agence):
    for number in range(4):
        case = CaseFactory()
        decide_case(actor=agence, case=case, version=1, kind="garder")
        Case.objects.filter(pk=case.pk).update(
            opened_at=timezone.now() - timedelta(hours=10 + number)
        )
    label = ("Délais", "Entre le signalement et la décision (médiane)")
    assert figures()[label].startswith(MASKED)
    case = CaseFactory(opened_at=timezone.now() - timedelta(hours=100))
    decide_case(actor=agence, case=case, version=1, kind="garder")
    assert figures()[label] == "12 h"
    assert Decision.objects.count() == 5


@pytest.mark.django_db
def test_page_and_file_are_open_without_cookie(client):
    page = client.get("/moderation/transparence/")
    file = client.get("/moderation/transparence.csv?annee=2026")
    for response in (page, file):
        assert response.status_code == 200
        assert not response.cookies
    assert "La modération en chiffres" in page.text
    assert "rubrique;mesure;valeur;définition" in file.text


@pytest.mark.django_db
@pytest.mark.parametrize("year", ["abc", "1", "99999999999999999999"])
def test_a_year_that_is_none_is_said_and_ignored(client, year):
    page = client.get(f"/moderation/transparence/?annee={year}")
    assert page.status_code == 200
    assert "Donnez une année" in page.text
    assert page.context["year"] is None
    every_year = client.get("/moderation/transparence.csv").text
    assert client.get(f"/moderation/transparence.csv?annee={year}").text == every_year
