"""Who may read which page of this room."""

from tests.conftest import ROLES

from .factories_visits import BookingFactory, SurveyFactory, VisitFactory


def row(url, anonymous=302, others=200, **roles):
    """A row: anonymous visitors, everybody signed in, then the roles that differ."""
    return {"url": url, "anonymous": anonymous} | dict.fromkeys(ROLES, others) | roles


def _visit(act):
    return lambda: f"{VisitFactory().get_absolute_url()}{act}"


# Visits and surveys.
_VISITS = {
    "mises_en_relation:visits": row(lambda: "/visites/"),
    "mises_en_relation:visit_open": row(lambda: "/visites/proposer/", others=403, ambassadeur=200),
    "mises_en_relation:visit": row(_visit(""), anonymous=200),
    "mises_en_relation:visit_change": row(_visit("modifier/"), others=403),
    "mises_en_relation:visit_cancel": row(_visit("annuler/"), others=403),
    "mises_en_relation:visit_attendance": row(_visit("presences/"), others=403),
    "mises_en_relation:visit_book": row(_visit("reserver/"), others=405),
    "mises_en_relation:visit_give_up": row(_visit("renoncer/"), others=405),
    "mises_en_relation:visit_ics": row(_visit("visite.ics"), others=404),
    "mises_en_relation:visit_approvals": row(
        lambda: "/visites/a-valider/", others=403, agence=200, agence_ailleurs=200, equipe=200
    ),
    "mises_en_relation:visit_decide": row(
        lambda: f"/visites/inscriptions/{BookingFactory().pk}/decider/", others=405
    ),
    "mises_en_relation:survey": row(lambda: f"/enquetes/{SurveyFactory().token}/", anonymous=200),
}

MATRIX = {**_VISITS}
