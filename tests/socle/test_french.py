from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from socle.calendar import date_format


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


@pytest.mark.parametrize(
    ("moment", "form", "said"),
    [
        (date(2026, 12, 1), "l j F Y", "mardi 1er décembre 2026"),
        (date(2026, 12, 11), "l j F Y", "vendredi 11 décembre 2026"),
        (date(2026, 12, 1), "d/m/Y", "01/12/2026"),
        (date(2026, 12, 1), r"j F \à \j", "1er décembre à j"),
        # The first already, in Paris.
        (datetime(2026, 11, 30, 23, 30, tzinfo=UTC), "j F", "1er décembre"),
    ],
)
def test_the_first_of_a_month(moment, form, said):
    page = Template("{{ moment|date:form }}")
    assert page.render(Context({"moment": moment, "form": form})) == said
    if not isinstance(moment, datetime):
        assert date_format(moment, form) == said


def test_a_date_without_format_or_without_date():
    page = Template("{{ day|date }}|{{ none|date:'j F' }}|{{ word|date:'j F' }}")
    context = {"day": date(2026, 12, 2), "none": None, "word": "hier"}
    assert page.render(Context(context)) == "2 décembre 2026||"


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 octet"), (8_192, "8,0 ko"), (12 * 1024**2, "12,0 Mo")]
)
def test_the_size_of_a_file(size, said):
    page = Template("{{ size|filesizeformat }}").render(Context({"size": size}))
    assert page.replace("\xa0", " ") == said
