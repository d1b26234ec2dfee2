"""`/metriques`: the state in figures, to who has the token."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import Error
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from config.observability import metrics
from socle.scheduler.models import StepRun

URL = "/metriques"
TOKEN = "jeton-de-mesure"
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def read(client, settings):
    settings.METRICS_TOKEN = TOKEN

    def ask():
        response = client.get(URL, headers={"Authorization": f"Bearer {TOKEN}"})
        assert response.status_code == 200
        return {
            (sample.name.removeprefix("chauffage_urbain_"), *sample.labels.values()): sample.value
            for family in text_string_to_metric_families(response.content.decode())
            for sample in family.samples
        }

    return ask


@pytest.mark.django_db
def test_it_works(read, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    StepRun.objects.create(key="essai", finished_at=NOW - timedelta(seconds=90))
    figures = read()
    assert figures["step_age_seconds", "essai"] == 90
    assert figures["part_up", "base_de_donnees"] == 1
    assert figures["part_up", "taches"] == 0  # no worker in the tests
    assert figures["mails", "waiting"] == 0
    assert figures["tasks", "failed"] == 0


@pytest.mark.django_db
def test_it_is_never_kept(client, read):
    read()
    assert client.get(URL).status_code == 401


@pytest.mark.parametrize("sent", ["", TOKEN, f"Bearer {TOKEN}x", "Bearer é", "Basic eDp4"])
def test_without_the_token_nothing_is_told(client, settings, sent):
    settings.METRICS_TOKEN = TOKEN
    response = client.get(URL, headers={"Authorization": sent})
    assert response.status_code == 401
    assert b"chauffage" not in response.content


@pytest.mark.django_db
def test_without_a_setting_there_is_no_such_page(client):
    assert client.get(URL, headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.django_db
def test_without_a_database_the_parts_still_answer(read, monkeypatch):
    def down():
        raise Error

    monkeypatch.setattr(metrics, "mail_counts", down)
    assert {name for name, *_ in read()} == {"part_up"}
