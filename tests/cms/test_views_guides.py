from datetime import date

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.template import Context, Template
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from cms.models import GuidePage
from cms.stream_builder import figures, h, p
from tests.cms.factories import make_guide
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
GUIDE_QUERIES = 10
LIST_QUERIES = 8


def make_private(page):
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def test_a_guide_says_the_essential_first(client):
    make_guide(
        slug="aides",
        title="Les aides",
        stage="vote",
        summary="Signez dans le bon ordre.",
        reviewed_at=date(2026, 10, 5),
        body=[h("L’ordre"), p("La TVA est à [fait:tva_reduite]."), h("Les montants"), p("Voir.")],
        sources=[("source", {"title": "Charte", "publisher": "Ministère", "year": "2025"})],
    )
    page = BeautifulSoup(client.get("/guides/aides/").content, "html.parser")
    assert page.h1.text == "Les aides"
    main = page.main.text
    assert main.index("Signez dans le bon ordre.") < main.index("Dans ce guide")
    assert page.select_one("[aria-current=step]").text.strip() == "Vote en assemblée générale"
    links = [a["href"] for a in page.select(".cu-guide__contents a")]
    assert links == ["#lordre", "#les-montants"]
    assert all(page.find(id=link[1:]) for link in links)
    assert "Relu le 5 octobre 2026" in main
    assert "1 min" in main
    sources = page.select_one(".cu-sources").text
    assert "Source : bulletin officiel des finances publiques" in sources
    assert "Charte, Ministère, 2025" in sources
    assert {"/mon-adresse/", "/communaute/questions/poser/"} <= {
        a["href"] for a in page.select(".cu-guide__next a")
    }


def test_a_guide_without_titles_has_no_column_for_its_contents(client):
    make_guide(slug="court", body=[p("Un seul paragraphe.")])
    page = BeautifulSoup(client.get("/guides/court/").content, "html.parser")
    assert page.select(".cu-guide__grid > .cu-guide__body")
    assert not page.select(".cu-guide__contents")
    sheet = (settings.BASE_DIR / "static/css/rooms/cms.css").read_text()
    columns = [
        line.strip() for line in sheet.splitlines() if "grid-template-columns: 18rem" in line
    ]
    assert [line.split(" {")[0] for line in columns] == [
        ".cu-guide__grid:has(> .cu-guide__contents)"
    ]


def test_sources_are_folded_at_the_end_and_no_two_links_of_them_read_alike(client):
    body = [
        h("Un"),
        p("Selon l’article 14-2, [fait:tva_reduite], [fait:tva_normale]."),
        figures("tva_reduite", "tva_normale", "cout_dpe"),
    ]
    make_guide(slug="aides", stage="vote", tags=["aides"], body=body)
    make_guide(slug="apres", title="Le suivant")
    QuestionFactory(title="Quelle prime ?").tags.add("aides")
    page = BeautifulSoup(client.get("/guides/aides/").content, "html.parser")
    sources = page.select_one("details.cu-sources:not([open])")
    assert sources.select_one("summary h2").text == "Chiffres et sources"
    read = page.main.get_text(" ")
    order = ("à vérifier avec votre syndic", "Quelle prime ?", "Le suivant", "Chiffres et sources")
    assert sorted(order, key=read.index) == list(order)
    shown = page.select("a[href^='/chiffres/'], .cu-figure__source a")
    texts = [" ".join(one.text.split()) for one in shown]
    assert len(texts) == 6
    assert len(set(texts)) == 6


def test_a_title_never_takes_the_anchor_of_the_frame_or_of_what_is_around_the_text(client):
    make_guide(slug="un", stage="vote", tags=["aides"], body=[h("Un"), p("[fait:tva_reduite]")])
    QuestionFactory(title="Quelle prime ?").tags.add("aides")
    taken = {one["id"] for one in ids_of(client, "/guides/un/")} - {"un", "chiffre-tva_reduite"}
    make_guide(slug="deux", body=[block for name in taken for block in (h(name), p("Texte."))])
    found = [one["id"] for one in ids_of(client, "/guides/deux/")]
    assert len(found) == len(set(found))
    links = BeautifulSoup(client.get("/guides/deux/").content, "html.parser")
    assert {one["href"][1:] for one in links.select(".cu-guide__contents a")} <= set(found)


def ids_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").select("[id]")


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (200, 1), (201, 2)])
def test_reading_time_counts_whole_minutes(words, minutes):
    guide = GuidePage(summary="", body=[p(" ".join(["mot"] * words))])
    assert guide.reading_minutes == minutes


def test_the_next_guide_is_the_next_that_all_may_read(client):
    make_guide(slug="un")
    make_guide(slug="brouillon", title="Un brouillon", live=False)
    make_private(make_guide(slug="prive", title="Un guide privé"))
    make_guide(slug="deux", title="Le deuxième")
    page = BeautifulSoup(client.get("/guides/un/").content, "html.parser")
    assert page.select_one(".cu-next a").text == "Le deuxième"
    last = BeautifulSoup(client.get("/guides/deux/").content, "html.parser")
    assert last.select_one(".cu-next") is None


def test_a_draft_and_an_unknown_guide_are_not_found_and_a_private_one_asks_to_sign_in(client):
    make_guide(slug="brouillon", live=False)
    make_private(make_guide(slug="prive"))
    assert client.get("/guides/brouillon/").status_code == 404
    assert client.get("/guides/inconnu/").status_code == 404
    response = client.get("/guides/prive/")
    assert response.status_code == 302
    assert response.url.startswith("/comptes/connexion/")


def test_a_page_kept_for_a_group_says_so_to_who_is_signed_in_and_not_in_it(client):
    guide = make_guide(slug="prive")
    team = Group.objects.create(name="Quelques-uns")
    groups = PageViewRestriction.GROUPS
    PageViewRestriction.objects.create(page=guide, restriction_type=groups).groups.add(team)
    assert client.get("/guides/prive/").url == "/comptes/connexion/?next=/guides/prive/"
    member = UserFactory()
    client.force_login(member)
    refused = client.get("/guides/prive/")
    assert refused.status_code == 403 and "Cette page est réservée" in refused.text
    member.groups.add(team)
    read = client.get("/guides/prive/")
    assert read.status_code == 200 and "no-store" in read["Cache-Control"]


def test_the_list_shows_published_guides_by_stage_and_is_filtered_by_it(client):
    make_guide(title="Voter", stage="vote")
    make_guide(title="Commencer", stage="idee")
    make_guide(title="Brouillon", live=False)
    make_private(make_guide(title="Privé"))
    page = BeautifulSoup(client.get("/guides/").content, "html.parser")
    assert [heading.text for heading in page.select("main [id^=etape-]")] == [
        "Idée",
        "Vote en assemblée générale",
    ]
    assert [heading.text for heading in page.select("main h3")] == ["Commencer", "Voter"]
    assert "2 guides" in page.main.text
    page = BeautifulSoup(client.get("/guides/?etape=vote").content, "html.parser")
    assert [heading.text for heading in page.select("main h3")] == ["Voter"]
    assert page.select_one(".cu-filter [aria-current]").text == "Vote en assemblée générale"
    empty = client.get("/guides/?etape=travaux").content.decode()
    assert "Pas encore de guide pour cette étape" in empty
    page = client.get("/guides/?etape=nimporte").content.decode()
    assert "Cette étape n’existe pas" in page
    assert "Voter" in page


def count_queries(client, address):
    client.get(address)  # the paths of sites are kept in the cache from the first page on
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_guide_and_the_list_are_read_within_their_budgets(client, membre):
    guide = make_guide(slug="un", tags=["aides"])
    client.force_login(membre, backend="django.contrib.auth.backends.ModelBackend")
    budgets = {guide.url: GUIDE_QUERIES, "/guides/": LIST_QUERIES}
    alone = {address: count_queries(client, address) for address in budgets}
    for number in range(12):
        make_guide(slug=f"autre-{number}", tags=["aides", f"theme {number}"])
    assert {address: count_queries(client, address) for address in budgets} == alone
    assert [one for one in budgets if alone[one] > budgets[one]] == []


def test_tags_lend_the_visible_guides(django_assert_num_queries, site):
    make_guide(title="Voter", stage="vote")
    make_guide(title="Commencer", stage="idee")
    make_guide(title="Brouillon", stage="vote", live=False)
    with django_assert_num_queries(1):
        html = Template(
            "{% load cms_tags %}{% guides_by_stage as stages %}"
            "{% for s in stages %}{{ s.label }}:{% for g in s.guides %}{{ g.title }};{% endfor %}"
            "{% endfor %}"
        ).render(Context())
    assert html == "Idée:Commencer;Vote en assemblée générale:Voter;"
    html = Template(
        '{% load cms_tags %}{% guides_for stage="vote" limit=3 as guides %}'
        "{% for g in guides %}{{ g.title }}{% endfor %}"
    ).render(Context())
    assert html == "Voter"


def test_a_guide_shows_the_questions_of_its_subject(client):
    make_guide(slug="aides", stage="vote", tags=["aides"])
    for title, hidden in (("Quelle prime avez-vous eue ?", False), ("Question masquée", True)):
        question = QuestionFactory(title=title, hidden=hidden)
        question.tags.add("aides")
    page = BeautifulSoup(client.get("/guides/aides/").content, "html.parser")
    related = page.select_one("section[aria-labelledby=questions-liees]")
    assert "Quelle prime avez-vous eue ?" in related.text
    assert "Question masquée" not in page.text


def beside(pk=None, text="", stage="", themes=()):
    template = Template(
        '{% load cms_tags %}{% guides_beside "questions" pk text themes=themes stage=stage as it %}'
        "{% for g in it %}{{ g.title }};{% endfor %}"
    )
    told = {"pk": pk, "text": text, "stage": stage, "themes": themes}
    return template.render(Context(told)).split(";")[:-1]


def test_the_guides_beside_a_question_are_chosen_by_editors_then_by_tags_words_and_stage(
    django_assert_num_queries,
):
    question, other = QuestionFactory(), QuestionFactory()
    make_guide(title="Commencer", slug="un", stage="idee")
    make_guide(title="Compter la TVA", slug="deux", stage="audit", tags=["Aides"])
    make_guide(title="Neutraliser une cuve de fioul", slug="trois", stage="travaux")
    make_guide(title="Voter", slug="quatre", stage="vote")
    # The stage alone, then a theme, then words, whatever the stage; all of them without any.
    assert beside(stage="vote") == ["Voter"]
    assert beside(stage="vote", themes=[("aides", "aides")]) == ["Compter la TVA", "Voter"]
    cuve = "Qui a vidé votre cuve à fioul ?"
    assert beside(stage="vote", text=cuve) == ["Neutraliser une cuve de fioul", "Voter"]
    assert beside(text=cuve)[0] == "Neutraliser une cuve de fioul"
    assert beside()[0] == "Commencer"
    # One word in common tells nothing.
    assert beside(stage="vote", text="Une cuve") == ["Voter"]
    # The choice of an editor comes first, for that question alone; what is left out never comes.
    make_guide(
        title="Chacun sa part",
        slug="cinq",
        stage="raccorde",
        shown_first=question.get_absolute_url(),
        left_out=other.get_absolute_url(),
    )
    shown = beside(question.pk, cuve, stage="vote")
    assert shown == ["Chacun sa part", "Neutraliser une cuve de fioul", "Voter"]
    assert "Chacun sa part" not in beside(other.pk, stage="raccorde")
    GuidePage.objects.filter(slug="trois").update(live=False)
    with django_assert_num_queries(1):
        assert beside(question.pk, cuve, stage="vote") == ["Chacun sa part", "Voter"]


def test_a_question_shows_its_guides_on_its_page(client):
    question = QuestionFactory(title="Qui a vidé votre cuve à fioul ?", stage="vote")
    make_guide(title="Neutraliser une cuve de fioul", slug="trois", stage="travaux")
    make_guide(title="Commencer", slug="un", stage="idee")
    page = BeautifulSoup(client.get(question.get_absolute_url()).content, "html.parser")
    guides = page.select_one("section[aria-labelledby=guides]")
    assert [link.get_text() for link in guides.select("a")] == ["Neutraliser une cuve de fioul"]
