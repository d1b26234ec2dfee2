"""Who may read which page of this room."""

from tests.ambassadeurs.rows import row

from .factories import BookingFactory, SurveyFactory, VisitFactory


def _visit(act):
    return lambda: f"{VisitFactory().get_absolute_url()}{act}"


MATRIX = {
    "visites:list": row(lambda: "/visites/"),
    "visites:open": row(lambda: "/visites/proposer/", others=403, ambassadeur=200),
    "visites:detail": row(_visit(""), anonymous=200),
    "visites:change": row(_visit("modifier/"), others=403),
    "visites:cancel": row(_visit("annuler/"), others=403),
    "visites:attendance": row(_visit("presences/"), others=403),
    "visites:book": row(_visit("reserver/"), others=405),
    "visites:give_up": row(_visit("renoncer/"), others=405),
    "visites:ics": row(_visit("visite.ics"), others=404),
    "visites:approvals": row(
        lambda: "/visites/a-valider/", others=403, agence=200, agence_ailleurs=200, equipe=200
    ),
    "visites:decide": row(
        lambda: f"/visites/inscriptions/{BookingFactory().pk}/decider/", others=405
    ),
    "visites:survey": row(lambda: f"/enquetes/{SurveyFactory().token}/", anonymous=200),
}
