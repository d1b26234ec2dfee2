"""Under a guide: ambassadors and questions of its subject, and what its editors choose."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import ReferenceIndex, Site

from ambassadeurs.annuaire.selection import featured
from ambassadeurs.coproprietes.mandats.services import withdraw_ambassadeur
from ambassadeurs.coproprietes.search import index_building
from cms.models import BesideFound, GuidePage
from cms.pages.models import StoryPage
from cms.related_content.related_kinds import LINES_MAX, refuse_unreadable
from cms.services import FRESH, find_ahead, to_find
from communaute.questions.reading.lists import beside
from communaute.questions.search import index_question
from socle.scheduler.runner import run
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory, CoproprieteFactory
from tests.cms.factories import make_guide, make_site
from tests.cms.pages.factories import make_news_index, make_page
from tests.communaute.comptes.factories import UserFactory
from tests.communaute.questions.factories import QuestionFactory

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
# Caches just emptied, and as they are after.
COLD, WARM = 10, 7


@pytest.fixture
def site():
    """The starter pages before any row of ours, so that those made once are copied."""
    return make_site()


def building(name, **facts):
    facts = {"quote": ""} | facts
    made = AmbassadeurFactory(
        copropriete__name=name, **{f"copropriete__{k}": v for k, v in facts.items()}
    )
    index_building(made.copropriete.pk)
    return made.copropriete


def question(title, *tags, **facts):
    made = QuestionFactory(title=title, **facts)
    made.tags.set(tags)
    index_question(made.pk)
    return made


def shown(client, guide):
    page = BeautifulSoup(client.get(guide.url).content, "html.parser")
    names = page.select("section[aria-labelledby=coproprietes-liees] h3 a")
    return [one.get_text(strip=True) for one in names]


def test_buildings_by_choice_then_themes_then_featured(
    site, client, django_capture_on_commit_callbacks
):
    star = building("Vedette", quote="Un hiver sans panne.")
    building("Ascenseur", quote="Nous avons obtenu les subventions en un mois.")
    mute = building("Muette")
    hidden = CoproprieteFactory(name="Sans ambassadeur")
    guide = make_guide(title="Payer moins", tags=["subventions"])
    assert shown(client, guide) == ["Ascenseur", "Vedette"]
    first = f"{settings.BASE_URL}{mute.get_absolute_url()}\n{hidden.get_absolute_url()}"
    guide = make_guide(tags=["subventions"], shown_first=first, left_out=star.get_absolute_url())
    assert shown(client, guide) == ["Muette", "Ascenseur"]
    # Whoever withdraws is shown no more.
    mandate = mute.ambassadeurs.get()
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    assert shown(client, guide) == ["Ascenseur"]


def test_any_building_is_featured_while_none_has_both_figures_and_a_quote():
    assert featured(limit=3) == []
    building("Muette")
    assert [one.name for one in featured(limit=3)] == ["Muette"]
    building("Vedette", quote="Un hiver sans panne.")
    assert [one.name for one in featured(limit=3)] == ["Vedette"]


def test_questions_by_choice_then_themes_then_what_the_index_holds(site, client):
    question("Une question sans rapport ?")
    spoken = question("Les subventions arrivent quand ?")
    tagged = question("Combien avez-vous reçu ?", "subventions")
    away = question("Une autre du même thème ?", "subventions")
    chosen = question("Faut-il changer les radiateurs ?")
    gone = question("Question masquée", "subventions", hidden=True)
    guide = make_guide(
        tags=["subventions"],
        shown_first="\n".join(one.get_absolute_url() for one in (gone, chosen)),
        left_out=away.get_absolute_url(),
    )
    html = client.get(guide.url).content.decode()
    places = [html.find(one.get_absolute_url()) for one in (chosen, tagged, spoken)]
    assert -1 not in places and places == sorted(places)
    assert away.title not in html
    assert gone.title not in html
    assert "sans rapport" not in html


@pytest.mark.one_database
@pytest.mark.parametrize("is_shown", [True, False])
@pytest.mark.parametrize(
    "line",
    [
        "n’importe quoi",
        "https://ailleurs.example/ambassadeurs/1-x/",
        "http://[",
        "/guides/",
        "/communaute/questions/99999999999999999999-x/",
    ],
)
def test_an_address_that_leads_to_nothing_is_refused(line, is_shown):
    with pytest.raises(ValidationError, match="choisissez dans la liste"):
        refuse_unreadable(line, is_shown=is_shown)


def test_the_form_of_a_guide_says_what_it_refuses_near_each_field():
    guide, building = GuidePage(), CoproprieteFactory()
    address = building.get_absolute_url()
    editor = UserFactory(is_superuser=True)

    def errors(**data):
        form = GuidePage.get_edit_handler().get_form_class()
        data |= {"body-count": "0", "sources-count": "0"}
        return form(data, instance=guide, for_user=editor).errors

    # What is not public may be left out, not shown first.
    refused = errors(shown_first=address, left_out=f"{address}\n" * LINES_MAX)
    assert "plus visible de tous" in str(refused["shown_first"])
    assert "left_out" not in refused
    refused = errors(left_out=f"{address}\n" * (LINES_MAX + 1))
    assert f"{LINES_MAX} adresses" in str(refused["left_out"])
    AmbassadeurFactory(copropriete=building)
    assert "shown_first" not in errors(shown_first=address)


def test_a_guide_with_its_choices_is_read_within_its_budget(site, client, membre):
    guides = []
    for number in (1, 12):
        rows = [building(f"Résidence {number} {one}", quote="Bien.") for one in range(number)]
        asked = [question(f"Subventions {number} {one} ?", "subventions") for one in range(number)]
        first = "\n".join(one.get_absolute_url() for one in (*rows[:4], *asked[:4]))
        guides.append(make_guide(slug=f"g{number}", tags=["subventions"], shown_first=first))
    client.force_login(membre, backend="django.contrib.auth.backends.ModelBackend")
    assert run(NOW, only=["cms.related_content"]).counts == {"guides_beside": 2}
    client.get(guides[0].url)
    costs = []
    for guide in guides:
        address = guide.url
        cache.clear()
        # The root of the site, which Wagtail reads once an hour for every address of a page.
        Site.get_site_root_paths()
        for most in (COLD, WARM):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))
            assert len(queries) <= most
    assert costs[:2] == costs[2:]


def test_what_the_index_holds_is_found_ahead_and_again_when_the_subject_changes(site):
    told = building("Ascenseur", quote="Nous avons obtenu les subventions en un mois.")
    asked = question("Les subventions arrivent quand ?")
    guide = make_guide(title="Payer moins", tags=["subventions"])
    assert run(NOW, only=["cms.related_content"]).counts == {"guides_beside": 1}
    assert guide.beside_found.found == {"coproprietes": [told.pk], "questions": [asked.pk]}
    assert to_find(NOW) == to_find(NOW + FRESH - timedelta(seconds=1)) == []
    assert to_find(NOW + FRESH) == [guide.pk]
    with CaptureQueriesContext(connection) as queries:
        assert GuidePage.objects.with_what_is_beside().get().found_beside["questions"] == [asked.pk]
    assert len(queries) == 1
    # Looked at again, and nothing new: public pages stay.
    assert run(NOW + FRESH, only=["cms.related_content"]).counts == {}
    # Another subject: what was found for the former one is not shown, even before the clock.
    guide.title = "Le bruit"
    guide.tags.clear()
    guide.save_revision().publish()
    again = GuidePage.objects.with_what_is_beside().get()
    assert (again.tag_names, again.found_beside["questions"]) == ([], [])
    assert to_find(NOW + FRESH) == [guide.pk]
    guide.unpublish()
    assert to_find(NOW + FRESH) == []
    assert find_ahead(guide.pk + 99, NOW) == 0
    # Deleted, it lets go of what was found.
    assert ReferenceIndex.get_references_to(guide).count() == 0
    guide.delete()
    assert not BesideFound.objects.exists()


def test_the_likest_come_first_and_never_those_left_out(site):
    both = question("Deux thèmes ?", "subventions", "prix", stage="vote")
    one = question("Un thème, bien répondue ?", "subventions", stage="vote", answers_count=9)
    away = question("Écartée ?", "subventions", stage="vote", answers_count=20)
    question("Un autre thème ?", "bruit", stage="travaux")
    for tags, likest in ((["subventions", "prix"], [both, one]), ([], [one, both])):
        guide = make_guide(title="zzz", stage="vote", tags=tags, left_out=away.get_absolute_url())
        assert beside(guide, limit=4) == likest
        assert beside(guide, limit=1) == likest[:1]


def _story(index=None, **fields):
    return make_page(StoryPage, index or make_news_index(), person="Monique", **fields)


def _link(client, story):
    page = BeautifulSoup(client.get(story.url).content, "html.parser")
    return [one["href"] for one in page.select(".cu-guide__next a")]


def test_a_story_leads_to_its_ambassador_until_they_withdraw(
    site, client, django_capture_on_commit_callbacks
):
    mandate = AmbassadeurFactory()
    address = mandate.copropriete.get_absolute_url()
    index = make_news_index()
    story = _story(index, ambassadeur_url=f"{settings.BASE_URL}{address}")
    assert _link(client, story) == [address]
    # An address that is none leads nowhere.
    for number, nowhere in enumerate(("", "/ambassadeurs/les-tilleuls/", "http://[")):
        other = _story(index, slug=f"autre-{number}", ambassadeur_url=nowhere)
        assert (nowhere, _link(client, other)) == (nowhere, [])
    with django_capture_on_commit_callbacks(execute=True):
        withdraw_ambassadeur(actor=mandate.user, ambassadeur=mandate)
    assert _link(client, story) == []


def test_the_form_of_a_story_refuses_who_is_not_public_and_other_pages():
    story, building = _story(), CoproprieteFactory()

    def errors(address):
        form = StoryPage.get_edit_handler().get_form_class()
        data = {"ambassadeur_url": address, "body-count": "0"}
        return str(form(data, instance=story, for_user=UserFactory(is_superuser=True)).errors)

    assert "plus visible de tous" in errors(building.get_absolute_url())
    assert "choisissez dans la liste" in errors("https://ailleurs.example/ambassadeurs/1-x/")
    assert "choisissez dans la liste" in errors(QuestionFactory().get_absolute_url())
    AmbassadeurFactory(copropriete=building)
    assert "ambassadeur_url" not in errors(building.get_absolute_url())
