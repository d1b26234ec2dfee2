"""A correction is asked for only where its author can make it, and somebody reads it again."""

import pytest

from ambassadeurs.coproprietes.retours.views import PAGE_HIDDEN
from communaute.moderation.appeals.forms import AppealDecisionForm
from communaute.moderation.appeals.services import Lighter
from communaute.moderation.decision_rules import Reasons
from communaute.moderation.enums import ContentStatus, DecisionKind, Ground
from communaute.moderation.errors import InvalidDecisionError
from communaute.moderation.models import Appeal, Decision
from communaute.moderation.registry import by_key, registered
from communaute.moderation.services import allowed_kinds, decide_case
from communaute.moderation.services.private import open_private
from tests.communaute.comptes.factories import UserFactory

from .contents import CONTENTS
from .factories import CaseFactory, contested, hide
from .states import RULE

pytestmark = pytest.mark.django_db

CORRECTED = {"question", "reponse", "commentaire"}
ASK = DecisionKind.ASK_EDIT


def case_of(key):
    return CaseFactory(content=CONTENTS[key]())


def test_the_kinds_that_are_read_again_say_so():
    assert {kind.key for kind in registered() if kind.is_corrected} == CORRECTED


@pytest.mark.parametrize("key", sorted(CONTENTS))
def test_it_is_offered_for_them_alone_refused_for_the_others_and_not_on_their_page(client, key):
    case, equipe = case_of(key), UserFactory(equipe=True)
    content = case.target
    for status in (ContentStatus.PUBLISHED, ContentStatus.PENDING, ContentStatus.AUTO_HIDDEN):
        content.status = status
        assert (ASK in allowed_kinds(case, content)) is (key in CORRECTED)
    if key in CORRECTED:
        return
    open_private(actor=equipe, case=case)
    text = by_key(key).text(case.target)
    reasons = Reasons(facts=f"Ce texte est à revoir : « {text} ».", ground=Ground.CGU, rule=RULE)
    with pytest.raises(InvalidDecisionError):
        decide_case(actor=equipe, case=case, version=case.version, kind=ASK, reasons=reasons)
    client.force_login(equipe)
    page = client.get(case.get_absolute_url()).text
    assert "Que décidez-vous" in page
    assert 'value="modifier"' not in page


def test_nor_is_it_what_replaces_a_hiding_once_contested():
    filed = contested(content=CONTENTS["visite"]())
    form = AppealDecisionForm(appeal=filed, kind=by_key("visite"))
    assert not form.offers_lighter
    with pytest.raises(InvalidDecisionError):
        Lighter(kind=ASK).check(
            Decision.objects.get(statement=filed.statement), by_key("visite").milder, filed.filed_at
        )
    answer = AppealDecisionForm(
        appeal=Appeal.objects.get(pk=contested().pk), kind=by_key("question")
    )
    assert ASK in dict(answer.fields["lighter"].choices)


def test_an_ambassador_whose_page_is_hidden_is_told_so_not_that_the_mandate_ended(client):
    fiche = CONTENTS["copropriete"]()
    mandate = fiche.copropriete.ambassadeurs.get()
    client.force_login(mandate.user)
    address = f"/ambassadeurs/{fiche.copropriete.pk}-{fiche.copropriete.slug}/retour/"
    assert client.get(address).status_code == 200
    hide(CaseFactory(content=fiche), UserFactory(equipe=True))
    page = client.get(address, follow=True).text
    assert PAGE_HIDDEN.partition(" :")[0] in page
    assert "pas de mandat" not in page
    desk = client.get("/ambassadeurs/mon-mandat/").text
    assert "est masquée par la modération" in desk
    assert "Raconter notre raccordement" not in desk
