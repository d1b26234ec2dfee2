from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.utils import timezone

from cms.enums import ConformityState
from cms.models import AccessibilityPage

pytestmark = pytest.mark.django_db


def audited(rate, days_ago=10, auditor="Cabinet"):
    return AccessibilityPage(
        title="Accessibilité",
        slug="accessibilite",
        rate=Decimal(rate) if rate is not None else None,
        auditor=auditor,
        audited_on=timezone.localdate() - timedelta(days=days_ago),
    )


@pytest.mark.parametrize(
    ("rate", "state"),
    [
        ("49.99", ConformityState.NONE),
        ("50", ConformityState.PARTIAL),
        ("99.99", ConformityState.PARTIAL),
        ("100", ConformityState.FULL),
        (None, ConformityState.NONE),
    ],
)
def test_the_state_follows_the_rate(rate, state):
    assert audited(rate).state == state


def test_without_an_auditor_nothing_is_claimed():
    assert audited("100", auditor="").state == ConformityState.NONE


def test_an_audit_is_worth_three_years_to_the_day(monkeypatch):
    page = audited("87")
    page.audited_on = date(2026, 3, 1)
    assert page.valid_until == date(2029, 3, 1)
    monkeypatch.setattr(timezone, "localdate", lambda: date(2029, 3, 1))
    assert page.state == ConformityState.PARTIAL
    monkeypatch.setattr(timezone, "localdate", lambda: date(2029, 3, 2))
    assert page.state == ConformityState.NONE


def test_an_audit_of_29_february_has_a_last_day():
    page = audited("87")
    page.audited_on = date(2028, 2, 29)
    assert page.valid_until == date(2031, 2, 28)


def test_an_audit_to_come_is_refused_and_claims_nothing():
    page = audited("100", days_ago=-1)
    assert page.state == ConformityState.NONE
    with pytest.raises(ValidationError) as error:
        page.clean_fields()
    assert "audited_on" in error.value.message_dict


def test_full_conformity_leaves_no_failure():
    page = audited("100")
    page.failures = "<p>La carte</p>"
    with pytest.raises(ValidationError) as error:
        page.clean()
    assert "failures" in error.value.message_dict


def test_the_first_day_says_not_conform_everywhere(client, site):
    declaration = client.get("/accessibilite/").content.decode()
    assert "<strong>non conforme</strong>" in declaration
    assert "Aucun audit" in declaration
    assert "article 47 de la loi n° 2005-102" in declaration
    assert "Défenseur des droits" in declaration
    assert "Accessibilité : non conforme" in client.get("/").content.decode()


def test_a_published_audit_changes_the_words_everywhere(client, site):
    page = AccessibilityPage.objects.get()
    page.rate, page.auditor, page.audited_on = Decimal("72.5"), "Cabinet", date(2026, 9, 1)
    page.save_revision().publish()
    declaration = client.get("/accessibilite/").content.decode()
    assert "partiellement conforme" in declaration
    assert "72,50 % des critères" in declaration
    assert "Accessibilité : partiellement conforme" in client.get("/cgu/").content.decode()


def test_the_status_of_an_empty_site_is_not_conform():
    html = Template("{% load cms_tags %}{% accessibility_status %}").render(Context())
    assert html == "non conforme"
