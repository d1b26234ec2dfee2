import pytest

from cms.rules import RULES, UnknownRule, rule, rule_choices


def test_a_rule_is_cited_with_its_number_and_version():
    assert rule("3.2").citation == "CGU 3.2 Pas de démarchage (version 1.0)"


def test_numbers_are_unique_and_choices_follow_them():
    codes = [item.code for item in RULES]
    assert len(set(codes)) == len(codes)
    assert [code for code, _ in rule_choices()] == codes


def test_an_unknown_number_is_an_error():
    with pytest.raises(UnknownRule):
        rule("9.9")


def test_the_terms_show_every_rule_at_its_own_anchor(client, site):
    page = client.get("/cgu/").content.decode()
    for item in RULES:
        assert f'id="regle-{item.code}"' in page
        assert item.title in page
