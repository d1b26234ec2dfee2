"""The public page that counts voices."""

import pytest
from django.test import Client

from tests.ambassadeurs.simulation.test_views import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGE = "/compter-les-voix/"


def read(status=200, **told):
    response = Client().get(PAGE, {"article": "25f", "voix": "10 000", **told})
    assert response.status_code == status
    return text_of(response)


def test_the_third_is_what_one_reads_first():
    response = Client().get(PAGE)
    text = text_of(response)
    assert "Visez le tiers : 3 334 voix sur 10 000" in text
    assert "CLCV 2012" in text
    assert "état du texte : 6 février 2026" in text
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_what_cannot_be_counted_is_said_without_the_numbers_of_another_vote():
    text = read(422, voix="5 000", pour="abc")
    assert "Le compte n’est pas encore fait" in text
    assert "3 334" not in text


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (
            {"pour": "2522", "logements": "110"},
            "il manque 812 voix pour le tiers, environ 9 logements",
        ),
        (
            {"pour": "3333", "logements": "60"},
            "il manque 1 voix pour le tiers, environ 1 logement moyen",
        ),
        ({"pour": "3333", "date": "2027-04-15"}, "au plus tard le 15 juillet 2027"),
        ({"pour": "3333", "date": "2026-08-26"}, "peut voter à la majorité de l’article 24"),
        ({"pour": "3333", "date": "2026-08-25"}, "pouvait voter à la majorité de l’article 24"),
        ({"pour": "3333", "date": "2020-01-01"}, "1er avril 2020. Ce jour est passé"),
        ({"pour": "3333"}, "dans les 3 mois"),
        ({"pour": "5000"}, "Il manque 1 voix à la majorité"),
        ({"pour": "3334", "second_pour": "2000", "second_contre": "1999"}, "Adopté au second vote"),
        ({"pour": "3334", "second_pour": "2000", "second_contre": "2000"}, "Rejeté au second vote"),
        ({"pour": "5001"}, "Juste assez"),
        ({"pour": "4000", "premier": "6000"}, "le total est ramené à 8 000 (article 22)."),
        ({"pour": "4000", "premier": "6000"}, "Visez le tiers : 2 667 voix sur 8 000"),
        (
            {"pour": "1200", "contre": "1200", "article": "24"},
            "Il manque 1 voix. L’égalité",
        ),
        (
            {"pour": "6667", "article": "26"},
            "la moitié de tous les copropriétaires : comptez",
        ),
        (
            {"pour": "6667", "article": "26", "membres": "60", "membres_pour": "31"},
            "(article 26) Plus de la moitié de tous les copropriétaires sont pour aussi.",
        ),
        ({"pour": "3334", "article": "26"}, "Il n’y a pas d’autre vote après. Vérifiez aussi"),
        ({"pour": "100", "article": "26"}, "pour un second vote"),
        ({"pour": "100", "article": "25"}, "Rejeté Il manque 3 234 voix pour le tiers."),
    ],
)
def test_what_a_vote_gives_in_words(told, said):
    assert said in read(**told).replace("\xa0", " ")


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"pour": ""}, "« Voix pour »"),
        ({"pour": "beaucoup"}, "Voix pour"),
        ({"pour": "-1"}, "Voix pour"),
        ({"pour": "10001"}, "plus de voix pour que de voix en tout (10 000)"),
        ({"pour": "5", "article": "24"}, "À l’article 24, les voix contre décident"),
        ({"pour": "6000", "contre": "5000"}, "Pour et contre dépassent le total"),
        ({"pour": "3334", "second_pour": "10"}, "Pour et contre vont ensemble"),
        ({"pour": "10", "correspondance": "11"}, "font partie des voix pour"),
        ({"pour": "6500", "correspondance": "800", "premier": "6000"}, "font partie des voix pour"),
        ({"pour": "6000", "premier": "10000"}, "pas d’assemblée à compter"),
        ({"pour": "10", "voix": "0"}, "au moins une voix"),
        ({"pour": "10", "date": "hier"}, "Date de l’assemblée"),
        ({"pour": "10", "article": "99"}, "Que vote-t-on"),
        ({"pour": "10", "membres": "3", "membres_pour": "4"}, "parmi les présents"),
        ({"pour": "3333", "date": "9999-12-31"}, "Cette date est trop lointaine"),
        ({"pour": "3333", "date": "0001-01-01"}, "Cette date est trop ancienne"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(told, said):
    assert said in read(422, **told)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        # Alone for, and all alone: as many voices as all the others, one short.
        ({"pour": "6000"}, "second vote, tout de suite (article 25-1) Il manque 1 voix"),
        ({"pour": "6000"}, "comptent pour 4 000, autant que celles de tous les autres ensemble"),
        (
            {"pour": "6000"},
            "Voix pour comptées : 4 000. Vos nombres étaient déjà ramenés ? Donnez 8 000 voix",
        ),
        ({"pour": "6001"}, "Adopté, à la majorité de toutes les voix (article 25) Juste assez"),
        ({"pour": "6500", "contre": "3500"}, "Adopté, à la majorité de toutes les voix"),
        ({"pour": "4000", "contre": "6000"}, "second vote, tout de suite (article 25-1)"),
        ({"pour": "4000", "contre": "6000", "article": "24"}, "Rejeté Il manque 1 voix."),
        ({"pour": "6000", "contre": "4000", "article": "24"}, "Rejeté Il manque 1 voix."),
        (
            {"pour": "4000", "second_pour": "6000", "second_contre": "3999"},
            "Adopté au second vote, à la majorité des voix exprimées (article 24) Juste assez",
        ),
        ({"pour": "6500", "correspondance": "6000"}, "il manque 2 167 voix pour le tiers"),
    ],
)
def test_the_largest_owner_is_typed_whole_and_counted_as_all_the_others(told, said):
    """6 000 of 10 000 weigh 4 000 of 8 000 (article 22)."""
    assert said in read(premier="6000", **told).replace("\xa0", " ")


@pytest.mark.parametrize(
    "told",
    [
        {"pour": "4001"},
        {"pour": "4000", "contre": "3000"},
        {"pour": "4000", "second_pour": "4000", "second_contre": "3000"},
    ],
)
def test_voices_already_reduced_are_asked_again_never_counted_twice(told):
    text = read(422, premier="6000", **told).replace("\xa0", " ")
    assert "comptez entières les 6 000 voix du plus gros copropriétaire" in text
    assert "laissez ce champ vide, et donnez 8 000 voix pour toute la copropriété" in text
    read(voix="8000", **told)


@pytest.mark.parametrize(
    ("article", "said"),
    [
        ("24", "Article 24 : la majorité de ceux qui votent"),
        ("25", "Visez le tiers"),
        ("25f", "Visez le tiers"),
        ("26", "Article 26 : les deux tiers des voix"),
    ],
)
def test_the_title_is_that_of_the_article(client, article, said):
    page = client.get(f"/compter-les-voix/?article={article}&voix=10000&pour=10&contre=10")
    assert said in page.content.decode()
    assert ("Visez le tiers" in page.content.decode()) == (said == "Visez le tiers")


@pytest.mark.parametrize(
    "told",
    [
        {"article": "24", "voix": "1000", "pour": "300", "contre": "100"},
        {"article": "25", "pour": "2000"},
    ],
)
def test_a_second_vote_that_was_not_open_is_not_counted(told):
    assert "au second vote" not in read(**told, second_pour="10", second_contre="20")
