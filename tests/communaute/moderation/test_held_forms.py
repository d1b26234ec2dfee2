"""A form that is refused while a colleague holds the case says so before, and takes the case."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communaute.moderation.enums import CaseStatus
from communaute.moderation.models import Case
from communaute.moderation.services import claim_case
from socle.calendar import date_format
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.moderation.factories import FACTS, CaseFactory

pytestmark = pytest.mark.django_db
HIDE = {"version": 1, "kind": "masquer", "rule": "3.2", "facts": FACTS}


def url(name, case):
    return reverse(f"moderation:{name}", args=[case.pk])


def test_the_form_of_a_case_held_by_a_colleague_says_so_and_takes_it_with_what_was_typed(
    desk, agence
):
    case = CaseFactory()
    assert 'id="tenu"' not in desk.get(case.get_absolute_url()).text
    nadia = UserFactory(agence=True, display_name="Nadia")
    claim_case(actor=nadia, case=case)
    page = desk.get(case.get_absolute_url()).text
    said = page[page.index('id="tenu"') : page.index('id="decider"')]
    assert "Nadia examine ce dossier depuis" in said
    assert "sera refusé" in said
    typed = HIDE | {"also_illegal": "on", "note": "Vu avec Paul.", "prendre": "1"}
    taken = desk.post(url("decide", case), typed)
    assert taken.status_code == 200
    assert 'id="tenu"' not in taken.text
    case.refresh_from_db()
    assert case.claimed_by == agence
    assert not case.decisions.exists()
    form = taken.context["form"]
    names = ("kind", "rule", "facts", "note")
    assert [form[name].value() for name in names] == ["masquer", "3.2", FACTS, "Vu avec Paul."]
    assert form["also_illegal"].value()
    sent = HIDE | {"version": form["version"].value()}
    assert desk.post(url("decide", case), sent).status_code == 302
    # Decided by somebody meanwhile: there is nothing to take, and it is said.
    assert desk.post(url("decide", case), typed).status_code == 409


@pytest.mark.parametrize("name", ["sanctions:take", "moderation:hand_over"])
def test_the_other_forms_of_a_held_case_say_so_too(desk, agence, name):
    case = CaseFactory()
    claim_case(actor=UserFactory(agence=True, display_name="Nadia"), case=case)
    address = reverse(name, args=[case.pk])
    assert "Nadia examine ce dossier depuis" in desk.get(address).text
    taken = desk.post(address, {"prendre": "1", "facts": FACTS, "why": FACTS})
    assert taken.status_code == 200
    assert FACTS in taken.text
    assert 'id="tenu"' not in taken.text
    case.refresh_from_db()
    assert case.claimed_by == agence


def test_what_a_colleague_holds_is_said_left(desk):
    held, mine = CaseFactory(), CaseFactory()
    claim_case(actor=UserFactory(agence=True), case=held)
    page = desk.post(url("decide", mine), HIDE, follow=True).text
    assert "que ce qu’un collègue examine" in page
    assert "Plus aucun dossier" not in page


def test_a_text_is_said_written_when_its_first_case_was_opened(desk):
    first = CaseFactory()
    long_ago = timezone.now() - timedelta(days=9)
    Case.objects.filter(pk=first.pk).update(opened_at=long_ago, status=CaseStatus.DECIDED)
    again = CaseFactory(content=first.target)
    said = date_format(timezone.localtime(long_ago), "l j F Y à H:i")
    assert f"le {said}" in desk.get(again.get_absolute_url()).text
