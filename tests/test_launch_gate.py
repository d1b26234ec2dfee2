"""The launch gate: ten points without which the service does not open to the public.

Each is proved here, or by tests named here, which this file checks to exist.
"""

import ast
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parent.parent
FEDERATION = "tests/communaute/sso/test_attacks.py"
# Point → the tests that prove it, file and function.
PROOFS = {
    "1 no act of moderation without a statement": (
        "tests/communaute/moderation/test_every_service.py"
        "::test_what_restricts_leaves_a_statement_and_the_rest_restricts_nothing",
    ),
    "2 an agency sees nothing outside of its territories": (
        "tests/communaute/moderation/test_views_cases.py"
        "::test_an_agency_finds_nothing_of_elsewhere_in_list_counts_file_and_side_list",
        "tests/communaute/moderation/test_scope.py"
        "::test_each_level_of_coverage_shows_its_territory_and_no_other",
        "tests/ambassadeurs/guichets/test_agency.py"
        "::test_the_directory_holds_every_mandate_of_the_territory",
        "tests/ambassadeurs/guichets/test_agency.py"
        "::test_an_agency_of_one_commune_does_not_see_the_next",
    ),
    "3 nothing of an ambassador in any page, feed or export": (
        "tests/architecture/test_privacy.py::test_nothing_of_an_ambassador_leaks",
        "tests/architecture/test_privacy.py::test_nothing_of_an_ambassador_leaks_by_a_key",
    ),
    "4 the state of the service is told": (
        "tests/config/test_health.py::test_all_well_when_the_worker_beats",
    ),
    "5 a wrong nonce": (f"{FEDERATION}::test_an_id_token_that_is_not_ours_is_refused",),
    "5 a wrong algorithm, or none": (
        f"{FEDERATION}::test_another_algorithm_is_refused",
        f"{FEDERATION}::test_no_signature_is_refused",
        f"{FEDERATION}::test_a_setting_that_is_not_allowed_signs_nobody_in",
    ),
    "5 a state replayed": (
        f"{FEDERATION}::test_a_state_serves_once",
        f"{FEDERATION}::test_the_answer_to_another_browser_is_refused",
    ),
    "5 an open redirect": (f"{FEDERATION}::test_the_way_never_leads_outside",),
    "5 issuers mixed up": (
        f"{FEDERATION}::test_an_answer_of_another_issuer_is_refused",
        f"{FEDERATION}::test_a_discovery_about_another_is_refused",
    ),
    "5 an expired code": (f"{FEDERATION}::test_a_code_already_used_or_too_old_is_refused",),
    "5 an unsigned userinfo": (f"{FEDERATION}::test_an_unsigned_userinfo_is_refused",),
    "6 an opinion is asked at the end of each démarche": (
        "tests/ambassadeurs/demandes/test_views_demandes.py"
        "::test_sending_confirms_with_what_comes_next_and_when",
    ),
    "7 an appeal from the link of the mail, signed out": (
        "tests/communaute/moderation/test_views_statements.py"
        "::test_the_link_of_the_mail_works_signed_out_up_to_the_appeal",
        "tests/communaute/moderation/test_views_statements.py"
        "::test_a_wrong_old_or_foreign_link_opens_nothing",
    ),
    "8 export and erasure leave nothing": (
        "tests/communaute/donnees/test_round_trip.py::test_a_whole_dump_holds_no_trace",
        "tests/communaute/donnees/test_export.py"
        "::test_the_copy_holds_what_is_ones_own_and_nothing_of_others",
        "tests/communaute/comptes/test_closing.py::test_nothing_that_names_the_person_is_left",
        "tests/communaute/comptes/test_closing.py::test_every_row_goes_or_loses_the_name",
    ),
    "9 a dry run counts idle accounts and does nothing": (
        "tests/communaute/donnees/test_idle.py::test_told_twice_then_closed_each_on_its_edge_and_each_mail_says_what_to_do",
        "tests/socle/test_scheduler.py::test_the_dry_run_names_every_step_and_does_nothing",
    ),
    "10 query budgets": (
        "tests/config/test_page_cache.py::test_warm_page_is_one_query",
        "tests/ambassadeurs/annuaire/test_views.py::test_list_costs_eight_queries",
        "tests/communaute/questions/test_views_reading.py::test_list_budget",
        "tests/ambassadeurs/guichets/test_agency_demandes.py::test_a_page_holds_its_budget",
    ),
}
PAGES = (
    "/stats/",
    "/accessibilite/",
    "/mentions-legales/",
    "/donnees-personnelles/",
    "/cgu/",
    "/moderation/transparence/",
    "/plan-du-site/",
    "/.well-known/security.txt",
)


def functions_of(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


@pytest.mark.one_database
@pytest.mark.parametrize("point", PROOFS)
def test_each_point_is_proved_by_tests_that_exist(point):
    for proof in PROOFS[point]:
        path, _, name = proof.partition("::")
        assert name in functions_of(ROOT / path), proof


@pytest.mark.one_database
def test_no_point_is_forgotten():
    assert {int(point.split()[0]) for point in PROOFS} == set(range(1, 11))


@pytest.mark.django_db
def test_what_everybody_may_read_asks_for_no_cookie(client):
    """Point 4."""
    call_command("create_starter_pages", verbosity=0)
    for address in PAGES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert not response.cookies, address
