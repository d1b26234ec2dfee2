"""Who may read which page of this room."""

from ambassadeurs.mises_en_relation.models import ReplyTemplate
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.communaute.comptes.factories import OrganisationFactory
from tests.conftest import ROLES

from .factories import MiseEnRelationFactory
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


def _thread(act):
    return lambda: f"{MiseEnRelationFactory().get_absolute_url()}{act}"


# Requests and threads: a private exchange does not exist for whom takes no part in it.
_REQUESTS = {
    "mises_en_relation:list": row(lambda: "/mises-en-relation/"),
    "mises_en_relation:new": row(
        lambda: f"/mises-en-relation/nouvelle/?a=ambassadeur&id={AmbassadeurFactory().pk}",
        anonymous=200,
    ),
    "mises_en_relation:detail": row(_thread(""), others=404),
    "mises_en_relation:sent": row(_thread("envoyee/"), others=404),
    "mises_en_relation:attachment": row(_thread("fichiers/1/"), others=404),
    "mises_en_relation:report_message": row(_thread("messages/1/signaler/"), others=404),
    **{
        f"mises_en_relation:{name}": row(_thread(act), anonymous=405, others=405)
        for name, act in (
            ("share", "partager/"),
            ("keep", "ne-plus-partager/"),
            ("close", "clore/"),
            ("thank", "remercier/"),
            ("reopen", "rouvrir/"),
        )
    },
}


def _prospect(act):
    return lambda: f"/exploitant/demandes/{MiseEnRelationFactory(exploitant=True).public_id}/{act}"


def _template(act=""):
    def url():
        organisation = OrganisationFactory(kind="exploitant")
        template = ReplyTemplate.objects.create(organisation=organisation, title="T", body="B")
        return f"/exploitant/modeles/{template.pk}/{act}"

    return url


_AGENCIES = {"others": 403, "agence": 200, "agence_ailleurs": 200}
# Desks: each for its own; a prospect of another operator does not exist.
_DESKS = {
    "mises_en_relation:operator_desk": row(lambda: "/exploitant/", others=403, exploitant=200),
    "mises_en_relation:operator_csv": row(
        lambda: "/exploitant/export.csv", others=403, exploitant=200
    ),
    "mises_en_relation:operator_places": row(
        lambda: "/exploitant/carte.geojson", others=403, exploitant=200
    ),
    "mises_en_relation:operator_bulk": row(
        lambda: "/exploitant/demandes/ensemble/", anonymous=405, others=405
    ),
    "mises_en_relation:prospect": row(_prospect(""), others=403, exploitant=404),
    **{
        f"mises_en_relation:{name}": row(_prospect(act), anonymous=405, others=405)
        for name, act in (
            ("prospect_status", "suivi/"),
            ("prospect_assign", "confier/"),
            ("prospect_reply", "repondre/"),
        )
    },
    "mises_en_relation:reply_templates": row(
        lambda: "/exploitant/modeles/", others=403, exploitant=200
    ),
    "mises_en_relation:reply_template": row(_template(), others=403, exploitant=404),
    "mises_en_relation:reply_template_delete": row(
        _template("supprimer/"), anonymous=405, others=405
    ),
    "mises_en_relation:operator_key": row(lambda: "/exploitant/cle/", others=403, exploitant=200),
    "mises_en_relation:agency_desk": row(lambda: "/agence/", **_AGENCIES),
    "mises_en_relation:agency_ambassadeurs": row(lambda: "/agence/ambassadeurs/", **_AGENCIES),
    "mises_en_relation:agency_write": row(
        lambda: f"/agence/ambassadeurs/{AmbassadeurFactory().pk}/ecrire/",
        others=403,
        agence=200,
        agence_ailleurs=404,
    ),
    "mises_en_relation:agency_key": row(lambda: "/agence/cle/", **_AGENCIES),
    "mises_en_relation:collectivite_desk": row(
        lambda: "/collectivite/", others=403, collectivite=200
    ),
    "mises_en_relation:collectivite_csv": row(
        lambda: "/collectivite/export.csv", others=403, collectivite=200
    ),
    "mises_en_relation:collectivite_demands_csv": row(
        lambda: "/collectivite/demandes.csv", others=403, collectivite=200
    ),
    "mises_en_relation:collectivite_key": row(
        lambda: "/collectivite/cle/", others=403, collectivite=200
    ),
    "mises_en_relation:late_requests": row(
        lambda: "/equipe/demandes-en-retard/", others=403, equipe=200
    ),
    # The partner API knows keys, not accounts.
    "mises_en_relation:api_v2:demands": row(lambda: "/api/v2/demands", anonymous=401, others=401),
    "mises_en_relation:api_v2:demand": row(
        lambda: f"/api/v2/demands/{MiseEnRelationFactory(exploitant=True).public_id}",
        anonymous=405,
        others=405,
    ),
    "mises_en_relation:api_v2:figures": row(lambda: "/api/v2/figures", anonymous=401, others=401),
    "mises_en_relation:api_v2:openapi-json": row(lambda: "/api/v2/openapi.json", anonymous=200),
    "mises_en_relation:api_v2:api-root": row(lambda: "/api/v2/", anonymous=404, others=404),
}

MATRIX = {**_REQUESTS, **_VISITS, **_DESKS}
