import pytest
from django.template import Context, Template


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "demande"),
        (1, "demande"),
        (1.5, "demande"),
        (2, "demandes"),
        ("0", "demande"),
        ("2", "demandes"),
        ([], "demande"),
        (["une", "deux"], "demandes"),
        ("moins de 5", "demande"),
        (None, "demande"),
    ],
)
def test_every_template_says_the_singular_below_two(value, said):
    page = Template("demande{{ value|pluralize }}")
    assert page.render(Context({"value": value})) == said


def test_other_endings_than_an_s():
    page = Template("attend{{ value|pluralize:',ent' }}")
    assert page.render(Context({"value": 0})) == "attend"
    assert page.render(Context({"value": 2})) == "attendent"
