import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from django.utils import timezone

from ambassadeurs.reseaux.enums import Outcome, Precision
from ambassadeurs.reseaux.models import AddressTest
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.mises_en_relation.factories import DemandeFactory
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import AnswerFactory, QuestionFactory

pytestmark = pytest.mark.django_db


def many(number):
    AmbassadeurFactory.create_batch(number)
    AnswerFactory.create_batch(number)
    DemandeFactory.create_batch(number, agence=True, first_answer_at=timezone.now())
    AddressTest.objects.bulk_create(
        AddressTest(outcome=Outcome.EXISTANT_PROCHE, precision=Precision.ADRESSE)
        for _ in range(number)
    )


def test_it_works(client):
    many(6)
    response = client.get("/stats/")
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one("#tests .im-figure__value").get_text() == "6"
    assert page.select_one("#part_eligible .im-figure__value").get_text() == "100\u00a0%"
    # Each figure has its period and its definition.
    for figure in page.select(".im-figure"):
        assert figure.select_one(".im-figure__period").get_text(strip=True)
        assert len(figure.select_one(".im-figure__definition").get_text(strip=True)) > 30
    assert len(page.select("table")) == 2
    assert not page.select("[style]")


def test_no_cookie(client):
    for address in ("/stats/", "/stats/export.csv"):
        response = client.get(address)
        assert response.status_code == 200
        assert not response.cookies


def test_empty_service_has_a_page(client):
    assert "–" in client.get("/stats/").text


def test_csv_is_the_same_figures(client):
    many(6)
    AddressTest.objects.create(outcome=Outcome.PDP_FUTUR, precision=Precision.ADRESSE)
    response = client.get("/stats/export.csv")
    assert response["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(response.text.lstrip("\ufeff")), delimiter=";"))
    values = {row["indicateur"]: row["valeur"] for row in rows}
    assert values["tests"] == "7"
    assert values["questions"] == "6"
    assert values["mises_en_relation"] == "6"
    assert values["mises_en_relation_agence"] == "6"
    assert values["raccordes"] == "0"
    by_outcome = {
        row["definition"]: row["valeur"]
        for row in rows
        if row["indicateur"] == "tests_par_resultat"
    }
    assert by_outcome[Outcome.PDP_FUTUR.label] == "masqué"
    assert sum(row["indicateur"] == "questions_par_mois" for row in rows) == 12


def test_writing_is_refused(client):
    assert client.post("/stats/").status_code == 405
    assert client.post("/stats/export.csv").status_code == 405


@pytest.mark.parametrize("rows", [1, 30])
def test_queries_are_constant(client, django_assert_num_queries, rows):
    many(rows)
    client.force_login(UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    client.get("/stats/")
    with django_assert_num_queries(16):
        client.get("/stats/")


def test_home_figures(django_assert_num_queries):
    many(2)
    QuestionFactory(hidden=True)
    template = Template(
        "{% load impact_tags %}{% home_figures as figures %}"
        "{% for f in figures %}{{ f.value }} {{ f.label }} ({{ f.note }})|{% endfor %}"
    )
    with django_assert_num_queries(7):
        text = template.render(Context())
    assert "2 adresses testées" in text
    assert "2 questions posées" in text
    assert "2 copropriétés ambassadrices (120 lots" in text
    # Each figure says which days it covers.
    assert text.count("(depuis l’ouverture, dont") == 2
    assert "(en service, dont" in text
    assert "à ce jour)" in text


def test_each_mark_of_the_page_is_its_own(client):
    text = client.get("/stats/").content.decode()
    marks = re.findall(r' id="([^"]+)"', text)
    assert sorted(marks) == sorted(set(marks))
    named = {
        mark for group in re.findall(r'aria-labelledby="([^"]+)"', text) for mark in group.split()
    }
    assert named <= set(marks)
