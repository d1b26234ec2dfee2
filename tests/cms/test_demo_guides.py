import pytest

from cms.demo.loader import GUIDES, load_guides
from cms.models import GuidePage
from socle.buildings import Stage
from socle.facts_registry.selectors import fact
from tests.cms.kept import once

# Forms, pages and rights: nothing of them is the database’s own.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
WORDS = range(600, 1101)


def test_guides_are_loaded_once_and_edits_survive():
    assert load_guides() == len(GUIDES)
    guide = GuidePage.objects.first()
    guide.title = "Un titre choisi par une éditrice"
    guide.save_revision().publish()
    assert load_guides() == 0
    assert GuidePage.objects.get(pk=guide.pk).title == "Un titre choisi par une éditrice"


def test_they_cover_every_stage_and_every_subject():
    assert len(GUIDES) >= 10
    assert {guide.stage for guide in GUIDES} == set(Stage)
    slugs = {guide.slug for guide in GUIDES}
    assert {
        "par-ou-commencer",
        "faire-etudier-son-immeuble",
        "voter-en-assemblee-generale",
        "les-travaux",
        "le-premier-hiver",
        "comprendre-le-prix-de-la-chaleur",
        "les-aides",
        "reseau-classe-et-perimetre-prioritaire",
        "comparer-reseau-pompe-a-chaleur-gaz",
        "chauffage-individuel",
        "parler-a-son-syndic",
    } <= slugs


def test_each_guide_is_whole_and_would_pass_the_editor():
    once(load_guides)
    for guide in GuidePage.objects.all():
        words = len(" ".join([guide.summary, *guide.searched_texts]).split())
        assert words in WORDS, (guide.slug, words)
        assert guide.sections
        assert guide.tags.exists()
        guide.body.stream_block.clean(guide.body)
        guide.full_clean()
        for item in guide.facts:
            assert fact(item.key)
