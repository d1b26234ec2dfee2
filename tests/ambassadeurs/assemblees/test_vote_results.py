"""The worked examples of the law, to the voice; what must hold whatever is counted."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from ambassadeurs.assemblees.vote_results import (
    Article,
    UnreadableVote,
    Vote,
    VoteOutcome,
    as_counted,
    count,
    majority,
    reduced_total,
    third,
)


def vote(**told):
    """What `manage.py vote` prints of an object."""
    out = io.StringIO()
    call_command("vote", json.dumps({"article": "25f", "T": 10_000, **told}), stdout=out)
    return json.loads(out.getvalue())


def outcome(**told):
    return vote(**told)["outcome"]


def test_a01_exactly_half_opens_the_second_vote_one_voice_short():
    assert vote(F=5000) == {"T": 10_000, "outcome": "second_vote", "missing": 1, "spare": 0}


def test_a02_half_and_one_is_adopted():
    assert vote(F=5001) == {"T": 10_000, "outcome": "adoptee_25", "missing": 0, "spare": 0}
    assert vote(F=5101)["spare"] == 100


@pytest.mark.parametrize(
    ("second", "said"), [((2000, 1999), "adoptee_24"), ((2000, 2000), "rejetee")]
)
def test_a04_a_third_then_more_for_than_against(second, said):
    assert outcome(F=3334, second=dict(zip("FA", second, strict=True))) == said


def test_below_the_third_works_may_be_voted_by_another_assembly():
    assert outcome(F=3333) == "nouvelle_ag_3_mois"
    assert outcome(F=3333, article="25") == "rejetee"


def test_a06_an_owner_of_more_than_half_weighs_what_all_the_others_do():
    assert vote(largest=6000, F=4000) == {
        "T": 8000,
        "outcome": "second_vote",
        "missing": 1,
        "spare": 0,
    }
    assert outcome(largest=6000, F=4001) == "adoptee_25"
    assert reduced_total(10_000, 5000) == reduced_total(10_000, None) == 10_000
    assert reduced_total(10_001, 5001) == 10_000


def test_whatever_is_typed_the_largest_owner_never_outweighs_all_the_others():
    """Each way a sheet may be filled: the largest owner on a side, the others as they like."""
    for largest in range(6, 10):
        others = 10 - largest
        for favour in range(others + 1):
            for against in range(others + 1 - favour):
                for owner in ((largest, 0), (0, largest), (0, 0)):
                    typed = Vote(Article.WORKS, 10, favour + owner[0], against + owner[1], largest)
                    told = as_counted(typed)
                    weighs = [others if one else 0 for one in owner]
                    assert (told.favour, told.against) == (favour + weighs[0], against + weighs[1])
                    alone = owner[0] and not favour
                    assert not alone or count(told).outcome == VoteOutcome.SECOND_VOTE


@pytest.mark.parametrize(
    ("favour", "against", "said"),
    [(1200, 1200, "rejetee"), (1201, 1200, "adoptee_24"), (0, 0, "rejetee")],
)
def test_a09_article_24_counts_those_who_say_yes_or_no(favour, against, said):
    assert outcome(article="24", F=favour, A=against) == said


def test_a12_only_heated_lots_vote():
    assert outcome(T=7400, F=3701) == "adoptee_25"
    assert outcome(F=3701) == "second_vote"


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"F": 6667, "n": 60, "nF": 31}, "adoptee_26"),
        ({"F": 6667, "n": 60, "nF": 30, "present": 40}, "second_vote_25"),
        ({"F": 6666, "n": 60, "nF": 31, "present": 50}, "second_vote_25"),
        ({"F": 3334, "n": 60, "nF": 20, "present": 40}, "second_vote_25"),
        ({"F": 3334, "n": 60, "nF": 19, "present": 40}, "rejetee"),
        ({"F": 3333, "n": 60, "nF": 40, "present": 40}, "rejetee"),
        ({"F": 3334, "nF": 20, "present": 40, "second": {"F": 5001, "A": 0}}, "adoptee_25"),
        ({"F": 3334, "nF": 20, "present": 40, "second": {"F": 5000, "A": 0}}, "rejetee"),
    ],
)
def test_article_26_counts_voices_and_members(told, said):
    assert outcome(article="26", **told) == said


def test_a_text_amended_in_session_loses_its_postal_voices():
    assert outcome(F=5001) == "adoptee_25"
    assert vote(F=5001, postal_for_amended=800) == {
        "T": 10_000,
        "outcome": "second_vote",
        "missing": 800,
        "spare": 0,
    }


@pytest.mark.parametrize("total", range(1, 60))
def test_thresholds_are_the_fewest_voices_that_do(total):
    """2F > T and 3F ≥ T, without a fraction."""
    assert 2 * majority(total) > total >= 2 * (majority(total) - 1)
    assert 3 * third(total) >= total > 3 * (third(total) - 1)
    found = [count(Vote(Article.WORKS, total, favour)).outcome for favour in range(total + 1)]
    order = [VoteOutcome.NEW_ASSEMBLY, VoteOutcome.SECOND_VOTE, VoteOutcome.ADOPTED_25]
    assert found == sorted(found, key=order.index)


@pytest.mark.parametrize(
    "told",
    [
        {"T": 0, "F": 0},
        {"T": -1, "F": 0},
        {"F": 10_001},
        {"F": 6000, "A": 4001},
        {"F": "3334"},
        {"F": 33.5},
        {"F": True},
        {"F": 10, "postal_for_amended": 11},
        {"F": 10, "largest": 10_001},
        {"F": 0, "largest": 10_000},
        {"F": 3334, "second": {"F": 6000, "A": 4001}},
        {"F": 3334, "second": {"F": 1}},
        {"F": 10, "n": 10, "nF": 11},
        {"F": 10, "present": 10, "nF": 11},
        {"F": 10, "article": "27"},
        {"F": 10, "abstentions": 3},
        {},
    ],
)
def test_totals_that_cannot_be_are_refused_in_words(told):
    with pytest.raises(CommandError):
        vote(**told)


@pytest.mark.parametrize("typed", ["", "[]", "3"])
def test_what_is_no_object_is_refused(typed):
    with pytest.raises(CommandError):
        call_command("vote", typed)


def test_the_field_to_blame_is_named():
    with pytest.raises(UnreadableVote) as error:
        count(Vote(Article.WORKS, 10, 6, 5))
    assert error.value.field == "against"
