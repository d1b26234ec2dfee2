from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from cms.models import RulesPage, RulesVersion
from cms.rules import CHARTER, STARTERS, TERMS, UnknownRule
from cms.services import record_version, rule, rule_choices, rules_on
from cms.starter import EDITORS
from cms.stream_builder import prose
from tests.cms.test_admin import person, sign_in

pytestmark = pytest.mark.django_db


def _terms() -> RulesPage:
    return RulesPage.objects.get(document="CGU")


def _published(page: RulesPage, **changes) -> RulesPage:
    for name, value in changes.items():
        setattr(page, name, value)
    page.full_clean()
    page.save_revision().publish()
    return page


def _without(page: RulesPage, code: str) -> list:
    return [("rule", one) for one in page.written_rules if one["code"] != code]


def test_a_rule_is_cited_with_its_number_unique_in_all_documents_and_version():
    assert rule("3.2").citation == "CGU 3.2 Pas de démarchage (version 1.0)"
    assert rule("C2").citation.startswith("Charte C2 ")
    codes = [item.code for rules in STARTERS.values() for item in rules]
    assert len(set(codes)) == len(codes)
    assert [code for code, _ in rule_choices()] == codes
    with pytest.raises(UnknownRule):
        rule("9.9")


@pytest.mark.parametrize(("address", "document"), [("/cgu/", TERMS), ("/charte/", CHARTER)])
def test_each_page_shows_its_rules_at_their_own_anchor(client, site, address, document):
    page = client.get(address).content.decode()
    for item in STARTERS[document]:
        assert f'id="regle-{item.code}"' in page
        assert item.title in page
    assert "Version 1.0" in page


def test_a_new_installation_has_the_first_version_of_each_document(site):
    versions = RulesVersion.objects.all()
    assert {(one.document, one.number, one.asks_consent) for one in versions} == {
        ("CGU", "1.0", False),
        ("Charte", "1.0", False),
    }
    # The pages say what the code says: the rules are written once.
    assert [str(one) for one in rules_on()] == [
        str(one) for rules in STARTERS.values() for one in rules
    ]


def test_a_change_makes_a_version_a_correction_asks_nobody_and_nothing_makes_none(site):
    page = _terms()
    page.save_revision().publish()
    record_version(page=page)
    assert RulesVersion.objects.filter(document="CGU").count() == 1
    said = {"what_changed": "Une tournure.", "asks_consent": False}
    page = _published(page, introduction="Autrement dit.", **said)
    # A correction moves the second number.
    assert (_terms().last_version.number, _terms().last_version.asks_consent) == ("1.1", False)
    said = {"what_changed": "La règle 3.8 disparaît.", "asks_consent": True}
    _published(_terms(), rules=_without(page, "3.8"), **said)
    last = _terms().last_version
    assert (last.number, last.asks_consent) == ("2.0", True)
    assert last.what_changed == "La règle 3.8 disparaît."
    with pytest.raises(UnknownRule):
        rule("3.8")


def test_what_changed_must_be_said_each_time(site):
    page = _terms()
    page.introduction = "Autrement."
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "what_changed" in refused.value.message_dict
    _published(page, what_changed="Une tournure.")
    page = _terms()
    page.introduction = "Encore autrement."
    with pytest.raises(ValidationError):
        page.full_clean()


def _short_terms() -> RulesPage:
    """Terms of one paragraph and one rule, published, so that their form is short too."""
    rules = [("rule", {"code": "3.1", "title": "Rester courtois", "text": "Sans insulte."})]
    body = [("paragraph", prose("Soyez **bref**."))]
    return _published(_terms(), body=body, rules=rules, what_changed="Tout est plus court.")


def _form(page: RulesPage, **changes) -> dict[str, str]:
    """What the editor sends for this page."""
    sent = {
        "title": page.title,
        "slug": page.slug,
        "document": page.document,
        "introduction": page.introduction,
        "body": streamfield([("paragraph", rich_text("<p>Soyez <b>bref</b>.</p>"))]),
        "rules": streamfield([("rule", rule) for rule in page.written_rules]),
        "what_changed": page.what_changed,
        "asks_consent": "on",
        "seo_title": "",
        "search_description": "",
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
    }
    return nested_form_data(sent | changes)


def test_a_draft_may_leave_out_what_changes_and_its_preview_works(client, site):
    page = _short_terms()
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/{page.pk}/edit/"
    sent = _form(page, introduction="Pas encore fini.", what_changed="")
    assert client.post(f"{address}preview/", sent).json() == {
        "is_valid": True,
        "is_available": True,
    }
    assert "Pas encore fini." in client.get(f"{address}preview/?mode=").content.decode()
    assert client.post(address, sent).status_code == 302
    assert _terms().last_version.number == "2.0"

    refused = client.post(address, sent | {"action-publish": "1"})
    assert refused.status_code == 200
    assert "dites ici ce qui change" in refused.content.decode()
    assert _terms().last_version.number == "2.0"


def test_published_again_from_the_editor_unchanged_makes_no_version(client, site):
    page = _short_terms()
    sign_in(client, person(EDITORS))
    address = f"/gestion/pages/{page.pk}/edit/"
    assert client.post(address, _form(page) | {"action-publish": "1"}).status_code == 302
    # The editor of texts left its marks, and nothing else.
    assert "data-block-key" in str(_terms().written_body)
    assert _terms().last_version.number == "2.0"


def test_an_unfinished_draft_is_published_by_no_other_way(site):
    page = _short_terms()
    page.introduction = "Autrement."
    draft = page.save_revision(clean=False)
    with pytest.raises(ValidationError):
        draft.publish()
    assert _terms().last_version.number == "2.0"


def test_two_rules_never_share_a_number(site):
    page = _terms()
    page.rules = [("rule", {"code": "3.1", "title": "Un", "text": "Texte."})] * 2
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "3.1" in str(refused.value.message_dict["rules"])


def test_a_text_is_held_to_the_rules_of_its_day_at_the_second(site):
    page = _terms()
    now = timezone.now()
    changed = [
        ("rule", one | {"title": "Sans publicité"}) if one["code"] == "3.2" else ("rule", one)
        for one in page.written_rules
    ]
    page.rules, page.what_changed = changed, "Le titre de la règle 3.2."
    page.save()
    record_version(page=page, now=now + timedelta(days=1))
    day = now + timedelta(days=1)
    assert rule("3.2", day - timedelta(seconds=1)).citation == (
        "CGU 3.2 Pas de démarchage (version 1.0)"
    )
    assert rule("3.2", day).citation == "CGU 3.2 Sans publicité (version 2.0)"
    # A text older than everything is held to the first version.
    assert rule("3.2", now - timedelta(days=4000)).version == "1.0"
    assert rule("C1", day).version == "1.0"


def test_reading_the_rules_takes_one_query(site, django_assert_num_queries):
    with django_assert_num_queries(1):
        rules_on(timezone.now())


def test_old_versions_are_readable_and_say_what_replaced_them(client, site):
    page = _terms()
    _published(page, rules=_without(page, "3.8"), what_changed="La règle 3.8 disparaît.")
    listed = client.get("/regles/").content.decode()
    assert "Version 2.0" in listed
    assert "Version 1.0" in listed
    assert "La règle 3.8 disparaît." in listed
    old = client.get("/regles/cgu/1.0/").content.decode()
    assert "Ne pas encombrer" in old
    assert "n’est plus en vigueur" in old
    assert "Contester une décision" in old
    new = client.get("/regles/cgu/2.0/").content.decode()
    assert "Ne pas encombrer" not in new
    assert "n’est plus en vigueur" not in new
    for never in ("/regles/cgu/9.9/", "/regles/rien/1.0/"):
        assert client.get(never).status_code == 404


def test_the_list_is_kind_before_any_page(client, db):
    assert client.get("/regles/").status_code == 200
