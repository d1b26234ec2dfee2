"""What is found, in which order, and with which words forgiven."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone

from socle.search import vocabulary
from socle.search.enums import Kind
from socle.search.models import Synonyms
from socle.search.numbers import NUMBERS
from socle.search.query_parser import RAREST, read
from socle.search.results import HALF, documents_of, find, keys_of, suggest
from socle.search.vocabulary import recount

from .made_up import KEY, made_up, row

pytestmark = pytest.mark.django_db


def found(query: str, **options) -> list[int]:
    return [int(line.url.split("/")[2]) for line in find(query, **options).lines]


def test_the_title_first_then_what_it_is_about_then_the_text():
    with made_up(
        row(1, "Autre chose", "On y parle du prix."),
        row(2, "Le prix de la chaleur", "R1 et R2."),
        row(3, "Encore autre chose", "Rien.", lead="prix"),
    ):
        assert found("prix") == [2, 3, 1]


def test_a_rare_word_says_more_than_one_that_everything_holds():
    common = [row(pk, f"Raccordement numéro {pk}", "On y parle du bruit.") for pk in range(2, 9)]
    others = [row(pk, f"Sujet {pk}", "Raccordement.") for pk in range(10, 40)]
    rare = row(1, "Du bruit dans la cave", "La nuit.", happened_at=None)
    with made_up(rare, *common, *others):
        recount()
        assert found("bruit raccordement")[0] == 1
        # And whatever the order in which they are typed.
        assert found("raccordement bruit")[0] == 1


def test_a_rare_title_outweighs_what_readers_liked_about_the_common_word():
    liked = {"useful": 50, "is_accepted": True, "happened_at": timezone.now()}
    common = [
        row(pk, f"Raccordement numéro {pk}", "On y parle du bruit.", **liked) for pk in range(2, 9)
    ]
    others = [row(pk, f"Sujet {pk}", "Raccordement.") for pk in range(10, 16)]
    heat = [row(pk, f"Autre {pk}", "La chaleur.") for pk in range(20, 60)]
    old = timezone.now() - timedelta(days=3000)
    rare = row(1, "Le bruit la nuit dans la cave", "Pour tout raccordement.", happened_at=old)
    with made_up(rare, *common, *others, *heat):
        recount()
        assert found("bruit raccordement")[0] == 1


def test_a_page_with_a_part_about_just_that_comes_before_the_titles_that_say_half_of_it():
    guide = row(1, "Faire étudier", "Selon la taille.", lead="Le prix du raccordement")
    halves = [
        row(pk, f"Raccordement de l’immeuble voisin numéro {pk}", "Le prix.") for pk in range(2, 5)
    ]
    others = [row(pk, f"Sujet {pk}", "Raccordement.") for pk in range(10, 20)]
    others += [row(pk, f"Autre {pk}", "La chaleur.") for pk in range(20, 60)]
    with made_up(guide, *halves, *others, kind=Kind.GUIDE):
        recount()
        assert found("prix raccordement")[0] == 1
    # What is beside the title of a discussion is the name of its space.
    with made_up(guide, *halves, *others):
        recount()
        assert found("prix raccordement")[0] != 1


def test_words_all_as_common_as_each_other_weigh_the_same():
    with made_up(row(1, "Vote et travaux"), row(2, "Travaux et vote", "Autre chose.")):
        recount()
        weights = {idea.weight for idea in read("vote travaux").ideas}
        assert weights == {RAREST}


def test_all_the_words_before_some_of_them():
    with made_up(
        row(1, "Le vote", "En assemblée."),
        row(2, "Les travaux", "Le vote des travaux de raccordement."),
        row(3, "Raccordement", "Rien d’autre."),
    ):
        assert found("vote travaux raccordement")[0] == 2
        assert set(found("vote travaux raccordement")) == {1, 2, 3}


@pytest.mark.parametrize(
    "better",
    [
        {"is_accepted": True},
        {"useful": 5},
        {"happened_at": timezone.now()},
        {"departement": "38"},
    ],
)
def test_accepted_useful_recent_and_near_come_first(better):
    old = {"happened_at": timezone.now() - timedelta(days=3000)}
    with made_up(row(1, "Le prix", **(old | better)), row(2, "Le prix", **old)):
        assert found("prix", departement="38") == [1, 2]


def test_a_typo_is_forgiven_and_said_and_what_is_too_far_is_none():
    """Mistakes at the beginning, by ear, inverted."""
    with made_up(row(1, "Le chauffage collectif")):
        results = find("chaufage colectif")
        assert results.read_as == "chauffage collectif"
        assert [line.url for line in results.lines] == ["/essai/1/"]
        assert "<mark>chauffage</mark>" in results.lines[0].title
        assert find("chauffage").read_as == ""
        typed = ("hcauffage", "chofage", "chauffages", "CHAUFFAJE")
        assert [one for one in typed if found(one) != [1]] == []
        assert found("chat") == found("fromage") == []


def test_a_hyphen_typed_or_not_finds_the_same():
    typed = ("éco-PTZ", "eco ptz", "éco ptz", "ecoptz", "ECO-PTZ")
    with made_up(row(1, "L’éco-PTZ de la copropriété"), row(2, "Le prix")):
        assert [one for one in typed if found(one) != [1]] == []


def test_the_beginning_of_a_word_is_read_as_the_commonest_one():
    with made_up(row(1, "Grenoble"), row(2, "Grenoblois"), row(3, "Grenoble et la Bastille")):
        vocabulary.recount()
        results = find("greno")
        assert results.read_as == "grenoble"
        assert {line.url for line in results.lines} == {"/essai/1/", "/essai/3/"}
        assert found("gre") == []


def test_a_rare_word_proposes_the_common_one():
    rows = [row(pk, f"Le raccordement {pk}") for pk in range(1, 13)]
    with made_up(row(20, "Racordement"), *rows):
        vocabulary.recount()
        results = find("racordement")
        assert results.lines[0].url == "/essai/20/"
        assert results.try_with == "raccordement"
        assert results.read_as == ""


def test_a_word_that_nothing_holds_is_left_aside_and_said():
    with made_up(row(1, "Le prix")):
        results = find("prix xylophone")
        assert [line.url for line in results.lines] == ["/essai/1/"]
        assert results.reading.unknown == ["xylophone"]


def test_synonyms_are_found_after_the_word_itself_as_editors_leave_them():
    words = Synonyms.objects.create(words="zinguerie, toiture en zinc")
    with made_up(row(1, "Toitures en zinc"), row(2, "La zinguerie"), row(3, "Toiture")):
        assert found("zinguerie") == [2, 1]
        assert found("toiture zinc")[0] == 1
        assert 2 in found("toiture en zinc")
        words.delete()
        assert found("zinguerie") == [2]


def test_kinds_are_filters_with_counts():
    with made_up(row(1, "Le prix"), row(2, "Le prix encore"), row(3, "Rien")):
        results = find("prix")
        assert [(one.key, one.count, one.is_least) for one in results.filters] == [
            (Kind.QUESTION, 2, False)
        ]
        assert find("prix", kind=Kind.QUESTION).count == 2
        # A kind that has nothing here is no filter.
        assert find("prix", kind=Kind.RESEAU).count == 2


def test_ten_a_page_the_bounds_included():
    with made_up(*(row(pk, "Le prix") for pk in range(1, 22))):
        assert [len(find("prix", number=number).lines) for number in (1, 2, 3)] == [10, 10, 1]
        assert find("prix", number=99).number == 3
        assert find("prix", number=0).number == 1
        pages = [found("prix", number=number) for number in (1, 2, 3)]
        assert sorted(key for page in pages for key in page) == list(range(1, 22))


def test_a_bounded_number_is_ranked_the_newest(settings):
    settings.NUMBERS = {"search": {"candidates": 3, "titles": 1}}
    with made_up(*(row(pk, "Un titre", "prix") for pk in range(1, 6))):
        results = find("prix")
        assert results.count == 3
        assert results.is_least
        assert found("prix") == [5, 4, 3]


def test_an_old_title_is_found_beyond_the_newest(settings):
    settings.NUMBERS = {"search": {"candidates": 3, "titles": 1, "suggestion_candidates": 2}}
    old = [row(1, "Le prix"), row(2, "Le prix")]
    with made_up(*old, row(3, "Un titre", "prix")):
        assert found("prix") == [2, 1, 3]
    with made_up(*old, *(row(pk, "Un titre", "prix") for pk in range(3, 7))):
        assert found("prix") == [2, 6, 5, 4]
        assert {one.url for one in suggest("prix")} == {f"/essai/{pk}/" for pk in (1, 2, 5, 6)}


def test_the_number_of_queries_does_not_depend_on_what_is_found(django_assert_max_num_queries):
    with made_up(*(row(pk, f"Le prix {pk}", "chauffage") for pk in range(1, 40))):
        recount()
        for query in ("prix", "prix chauffage", "prix inconnu absent"):
            with django_assert_max_num_queries(14):
                find(query)
        with django_assert_max_num_queries(5):
            find("prix")


def test_one_source_alone():
    with made_up(row(1, "Le prix"), row(2, "Rien", "Le prix")):
        assert keys_of(KEY, "prix") == [1, 2]
        assert keys_of(KEY, "prix", limit=1) == [1]
        assert keys_of(KEY, "de la") == []
        assert keys_of(KEY, "prix absolu rien") == [2]
    with made_up(row(1, "Le vote"), row(2, "Le vote des travaux")):
        query = "vote travaux hiver calendrier"
        assert keys_of(KEY, "vote travaux") == [2]
        assert keys_of(KEY, "vote travaux", least=HALF) == [2, 1]
        assert keys_of(KEY, query, least=HALF)[0] == 2
        assert [one.title for one in documents_of(KEY, "vote", limit=1)] == ["Le vote"]


def test_suggestions_take_the_last_word_as_a_beginning():
    rows = [row(pk, f"Assemblée générale {pk}") for pk in range(1, 9)]
    with made_up(row(20, "Assurance"), *rows):
        assert len(suggest("assembl")) == NUMBERS.suggestions
        assert {one.kind for one in suggest("ass")} == {"Questions"}
        assert [one.url for one in suggest("assur")] == ["/essai/20/"]
        assert suggest("zzz") == []
        assert suggest("") == []


def test_suggestions_of_common_words_are_titles_among_the_newest(settings):
    newest = [row(pk, f"Le devis {pk}") for pk in range(50, 55)]
    with made_up(row(1, "Devis"), row(2, "Rien", "Un devis ancien."), *newest):
        recount()
        assert suggest("devis")[0].url == "/essai/1/"
        settings.NUMBERS = {"search": {"suggestion_within": 5, "rare_under": 2}}
        if connection.vendor == "postgresql":
            assert {one.url for one in suggest("devis")} == {
                f"/essai/{pk}/" for pk in range(50, 55)
            }
        # Too few are found there: those of any age.
        settings.NUMBERS = {"search": {"suggestion_within": 2, "rare_under": 2}}
        assert suggest("devis")[0].url == "/essai/1/"


HOSTILE = [
    *('"', "*", "%", "NEAR(", "🔥", "\x00", "' OR 1=1 --", "a AND b", "NOT", "title_words:prix"),
    *("^prix", "prix*", "(((", "a:*&b", "prix | !vote", "\\", "\ud800", "é" * 200, "x " * 100),
    "<script>alert(1)</script>",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_no_sign_is_a_command(query):
    with made_up(row(1, "Le prix")):
        find(query)
        suggest(query)


def test_of_two_synonyms_the_word_that_is_not_read_is_named():
    with pytest.raises(ValidationError, match="« été » est trop courant"):
        Synonyms(words="été, chaleur estivale").full_clean()
    with pytest.raises(ValidationError) as refused:
        Synonyms(words="chaufferie").full_clean()
    assert "trop courant" not in str(refused.value)
