"""Who may read which page of this room."""

from ambassadeurs.guichets.models import ReplyTemplate
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.mises_en_relation.factories import DemandeFactory
from tests.ambassadeurs.rows import row
from tests.communaute.comptes.factories import OrganisationFactory


def _demande(act):
    return lambda: f"/exploitant/demandes/{DemandeFactory(exploitant=True).public_id}/{act}"


def _template(act=""):
    def url():
        organisation = OrganisationFactory(kind="exploitant")
        template = ReplyTemplate.objects.create(organisation=organisation, title="T", body="B")
        return f"/exploitant/modeles/{template.pk}/{act}"

    return url


_AGENCIES = {"others": 403, "agence": 200, "agence_ailleurs": 200}
# Desks: each for its own; a demande of another operator does not exist.
MATRIX = {
    "guichets:operator_desk": row(lambda: "/exploitant/", others=403, exploitant=200),
    "guichets:operator_csv": row(lambda: "/exploitant/export.csv", others=403, exploitant=200),
    "guichets:operator_places": row(
        lambda: "/exploitant/carte.geojson", others=403, exploitant=200
    ),
    "guichets:operator_bulk": row(
        lambda: "/exploitant/demandes/ensemble/", anonymous=405, others=405
    ),
    "guichets:demande": row(_demande(""), others=403, exploitant=404),
    **{
        f"guichets:{name}": row(_demande(act), anonymous=405, others=405)
        for name, act in (
            ("demande_status", "suivi/"),
            ("demande_assign", "confier/"),
            ("demande_reply", "repondre/"),
        )
    },
    "guichets:reply_templates": row(lambda: "/exploitant/modeles/", others=403, exploitant=200),
    "guichets:reply_template": row(_template(), others=403, exploitant=404),
    "guichets:reply_template_delete": row(_template("supprimer/"), anonymous=405, others=405),
    "guichets:operator_key": row(lambda: "/exploitant/cle/", others=403, exploitant=200),
    "guichets:agency_desk": row(lambda: "/agence/", **_AGENCIES),
    "guichets:agency_ambassadeurs": row(lambda: "/agence/ambassadeurs/", **_AGENCIES),
    "guichets:agency_write": row(
        lambda: f"/agence/ambassadeurs/{AmbassadeurFactory().pk}/ecrire/",
        others=403,
        agence=200,
        agence_ailleurs=404,
    ),
    "guichets:agency_key": row(lambda: "/agence/cle/", **_AGENCIES),
    "guichets:collectivite_desk": row(lambda: "/collectivite/", others=403, collectivite=200),
    "guichets:collectivite_csv": row(
        lambda: "/collectivite/export.csv", others=403, collectivite=200
    ),
    "guichets:collectivite_demandes_csv": row(
        lambda: "/collectivite/demandes.csv", others=403, collectivite=200
    ),
    "guichets:collectivite_key": row(lambda: "/collectivite/cle/", others=403, collectivite=200),
    "guichets:late_demandes": row(lambda: "/equipe/demandes-en-retard/", others=403, equipe=200),
    # The partner API knows keys, not accounts.
    "guichets:api_v2:demands": row(lambda: "/api/v2/demands", anonymous=401, others=401),
    "guichets:api_v2:demand": row(
        lambda: f"/api/v2/demands/{DemandeFactory(exploitant=True).public_id}",
        anonymous=405,
        others=405,
    ),
    "guichets:api_v2:figures": row(lambda: "/api/v2/figures", anonymous=401, others=401),
    "guichets:api_v2:openapi-json": row(lambda: "/api/v2/openapi.json", anonymous=200),
    "guichets:api_v2:api-root": row(lambda: "/api/v2/", anonymous=404, others=404),
}
