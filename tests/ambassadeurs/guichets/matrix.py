"""Who may read which page of this room."""

import uuid
from collections.abc import Callable
from typing import Any

from ambassadeurs.coproprietes.models import Ambassadeur
from ambassadeurs.guichets.models import ReplyTemplate
from communaute.comptes.models import Organisation, User
from communaute.comptes.services import add_member
from tests.ambassadeurs.coproprietes.factories import AmbassadeurFactory
from tests.ambassadeurs.demandes.factories import DemandeFactory
from tests.ambassadeurs.rows import row
from tests.architecture.posts import REFUSED, post
from tests.communaute.comptes.factories import OrganisationFactory, kind_beside


def _own(user: User | None, kind: str) -> Organisation:
    """The organisation that the person works for, else one that is nobody's."""
    mine = user and Organisation.objects.filter(memberships__user=user, kind=kind).first()
    return mine or OrganisationFactory(kind=kind)


def _demande(act: str, kind: str = "exploitant") -> Callable[..., str]:
    """A request to the person's organisation of this kind, to that of nobody without a person."""

    def url(user: User | None = None) -> str:
        demande = DemandeFactory(**{kind: True}, organisation=_own(user, kind))
        return f"/{kind}/demandes/{demande.public_id}/{act}"

    return url


def _advice(act: str) -> Callable[..., str]:
    return _demande(act, "agence")


def _late_nudge(demande):
    return f"/equipe/demandes-en-retard/{demande.public_id}/relancer/"


def _at_a_desk(demande):
    return f"/equipe/espaces/{demande.organisation_id}/demandes/{demande.public_id}/"


def _template(act: str = "", desk: str = "exploitant") -> Callable[..., str]:
    def url(user: User | None = None) -> str:
        template = ReplyTemplate.objects.create(organisation=_own(user, desk), **_TEXT)
        return f"/{desk}/modeles/{template.pk}/{act}"

    return url


def _other_organisation(person=None):
    organisation = OrganisationFactory(kind=kind_beside(person))
    if person is not None:
        add_member(organisation=organisation, user=person)
    return "/espaces/agir-pour/", {"organisme": organisation.pk}


_TEXT = {"title": "Premier contact", "body": "Bonjour, nous vous appelons cette semaine."}
_AGENCIES = {"others": 403, "agence": 200, "agence_ailleurs": 200}
# Desks: each for its own; a demande of another operator does not exist.
MATRIX = {
    "guichets:act_for": row(lambda: "/espaces/agir-pour/", anonymous=405, others=405),
    "guichets:undo": row(lambda: "/espaces/annuler/", anonymous=405, others=405),
    "guichets:operator_desk": row(lambda: "/exploitant/", others=403, exploitant=200),
    "guichets:operator_csv": row(lambda: "/exploitant/export.csv", others=403, exploitant=200),
    "guichets:operator_places": row(
        lambda: "/exploitant/carte.geojson", others=403, exploitant=200
    ),
    "guichets:operator_assemblies": row(
        lambda: "/exploitant/assemblees/", others=403, exploitant=200
    ),
    "guichets:operator_assemblies_ics": row(
        lambda: "/exploitant/assemblees.ics", others=403, exploitant=200
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
            ("demande_come_back", "relancer/"),
            ("demande_reply", "repondre/"),
        )
    },
    "guichets:reply_templates": row(lambda: "/exploitant/modeles/", others=403, exploitant=200),
    "guichets:reply_template": row(_template(), others=403, exploitant=302),
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
    "guichets:agency_demande": row(_advice(""), others=403, agence=404, agence_ailleurs=404),
    **{
        f"guichets:agency_demande_{name}": row(_advice(act), anonymous=405, others=405)
        for name, act in (
            ("stage", "etat/"),
            ("assign", "confier/"),
            ("come_back", "relancer/"),
            ("note", "noter/"),
            ("reply", "repondre/"),
        )
    },
    "guichets:agency_templates": row(lambda: "/agence/modeles/", **_AGENCIES),
    "guichets:agency_template": row(
        _template(desk="agence"), others=403, agence=302, agence_ailleurs=302
    ),
    "guichets:agency_template_delete": row(
        _template("supprimer/", desk="agence"), anonymous=405, others=405
    ),
    "guichets:agency_key": row(lambda: "/agence/cle/", **_AGENCIES),
    "guichets:collectivite_desk": row(lambda: "/collectivite/", others=403, collectivite=200),
    "guichets:collectivite_csv": row(
        lambda: "/collectivite/export.csv", others=403, collectivite=200
    ),
    "guichets:collectivite_demandes_csv": row(
        lambda: "/collectivite/demandes.csv", others=403, collectivite=200
    ),
    "guichets:collectivite_trends_csv": row(
        lambda: "/collectivite/tendances.csv", others=403, collectivite=200
    ),
    "guichets:collectivite_nudge": row(
        lambda: f"/collectivite/demandes/{DemandeFactory(exploitant=True).public_id}/relancer/",
        anonymous=405,
        others=405,
    ),
    "guichets:team_desks": row(lambda: "/equipe/espaces/", others=403, equipe=200),
    "guichets:team_openings": row(lambda: "/equipe/espaces/journal/", others=403, equipe=200),
    "guichets:team_desk": row(
        lambda: f"/equipe/espaces/{OrganisationFactory(kind='exploitant').pk}/",
        others=403,
        equipe=200,
    ),
    # Not opened: back to the page that opens it.
    "guichets:team_desk_demande": row(
        lambda: _at_a_desk(DemandeFactory(exploitant=True)), others=403, equipe=302
    ),
    # Everything late is on one page: `national:late`.
    "guichets:late_demandes": row(lambda: "/equipe/demandes-en-retard/", others=302),
    "guichets:late_nudge": row(
        lambda: _late_nudge(DemandeFactory(exploitant=True)), anonymous=405, others=405
    ),
    # The partner API knows keys, not accounts.
    "guichets:api_v2:demands": row(lambda: "/api/v2/demands", anonymous=401, others=401),
    "guichets:api_v2:demand": row(
        lambda: f"/api/v2/demands/{DemandeFactory(exploitant=True).public_id}",
        anonymous=405,
        others=405,
    ),
    "guichets:api_v2:openapi-json": row(lambda: "/api/v2/openapi.json", anonymous=200),
    "guichets:api_v2:api-root": row(lambda: "/api/v2/", anonymous=404, others=404),
}


def _bulk(user: User | None = None) -> tuple[str, dict[str, Any]]:
    demande = DemandeFactory(exploitant=True, organisation=_own(user, "exploitant"))
    data = {"demandes": [demande.public_id], "acte": "suivre", "status": "recontacte", "note": ""}
    return "/exploitant/demandes/ensemble/", data


def _word_to(ambassadeur: Ambassadeur) -> tuple[str, dict[str, Any]]:
    data = {"message": "Avez-vous vu la question ?", "submission_key": uuid.uuid4()}
    return f"/agence/ambassadeurs/{ambassadeur.pk}/ecrire/", data


def _reply(user: User | None = None) -> tuple[str, dict[str, Any]]:
    data = {"body": "Nous vous appelons lundi.", "submission_key": uuid.uuid4()}
    return _demande("repondre/")(user), data


def _answer(url: Callable[..., str]) -> Callable[..., tuple[str, dict[str, Any]]]:
    data = {"body": "Nous vous appelons lundi."}
    return lambda *user: (url(*user), data | {"submission_key": uuid.uuid4()})


_NOT_THEIRS = {"agence": 404, "agence_ailleurs": 404}
# What they typed of one that is there no more is given back.
_KEPT = {"agence": 409, "agence_ailleurs": 409}
_THEIRS = {"agence": 302, "agence_ailleurs": 302}


def _only(**roles: int | str) -> dict[str, Any]:
    return {"others": 403} | roles


POSTS = {
    # What one did last is in one's session: for all others there is nothing to take back.
    "guichets:undo": post(lambda: "/espaces/annuler/", others=302),
    # An address that moved, whatever the method.
    "guichets:late_demandes": post(
        lambda: "/equipe/demandes-en-retard/", anonymous=302, others=302
    ),
    "guichets:act_for": post(_other_organisation, others=REFUSED).own(
        _other_organisation, others=302
    ),
    # A demande of another operator does not exist; desks are closed to all but their own people.
    "guichets:demande_status": post(
        _demande("suivi/"), {"status": "recontacte", "note": ""}, **_only(exploitant=404)
    ).own(_demande("suivi/"), **_only(exploitant=302)),
    "guichets:demande_assign": post(
        _demande("confier/"), {"colleague": ""}, **_only(exploitant=404)
    ).own(_demande("confier/"), **_only(exploitant=302)),
    "guichets:demande_come_back": post(
        _demande("relancer/"), {"ne_plus": "1"}, **_only(exploitant=404)
    ).own(_demande("relancer/"), **_only(exploitant=302)),
    "guichets:demande_reply": post(_reply, **_only(exploitant=404)).own(
        _reply, **_only(exploitant=302)
    ),
    "guichets:operator_bulk": post(_bulk, **_only(exploitant=422)).own(
        _bulk, **_only(exploitant=302)
    ),
    "guichets:reply_templates": post(
        lambda: "/exploitant/modeles/", _TEXT, **_only(exploitant=302)
    ),
    "guichets:reply_template": post(_template(), _TEXT, **_only(exploitant=409)).own(
        _template(), **_only(exploitant=302)
    ),
    "guichets:reply_template_delete": post(_template("supprimer/"), **_only(exploitant=302)).own(
        _template("supprimer/"), **_only(exploitant=302)
    ),
    **{
        f"guichets:agency_demande_{name}": post(
            _advice(f"{act}/"), data, **_only(**_NOT_THEIRS)
        ).own(_advice(f"{act}/"), **_only(**_THEIRS))
        for name, act, data in (
            ("stage", "etat", {"stage": "en_cours"}),
            ("assign", "confier", {"colleague": ""}),
            ("come_back", "relancer", {"ne_plus": "1"}),
            ("note", "noter", {"note": "Rappeler mardi."}),
        )
    },
    "guichets:agency_demande_reply": post(
        _answer(_advice("repondre/")), **_only(**_NOT_THEIRS)
    ).own(_answer(_advice("repondre/")), **_only(**_THEIRS)),
    "guichets:agency_templates": post(lambda: "/agence/modeles/", _TEXT, **_only(**_THEIRS)),
    "guichets:agency_template": post(_template(desk="agence"), _TEXT, **_only(**_KEPT)).own(
        _template(desk="agence"), **_only(**_THEIRS)
    ),
    "guichets:agency_template_delete": post(
        _template("supprimer/", desk="agence"), **_only(**_THEIRS)
    ).own(_template("supprimer/", desk="agence"), **_only(**_THEIRS)),
    # The key is shown once, on the page that answers.
    "guichets:operator_key": post(lambda: "/exploitant/cle/", **_only(exploitant=200)),
    "guichets:agency_key": post(lambda: "/agence/cle/", **_only(agence=200, agence_ailleurs=200)),
    # Not late: the rule says so.
    "guichets:late_nudge": post(
        lambda: (_late_nudge(DemandeFactory(exploitant=True)), {}),
        **_only(equipe=REFUSED),
    ).own(
        lambda user: (_late_nudge(DemandeFactory(exploitant=True, requester=user)), {}),
        **_only(equipe=REFUSED),
    ),
    "guichets:collectivite_nudge": post(
        lambda: f"/collectivite/demandes/{DemandeFactory(exploitant=True).public_id}/relancer/",
        **_only(collectivite=REFUSED),
    ).own(
        lambda user: (
            f"/collectivite/demandes/"
            f"{DemandeFactory(exploitant=True, requester=user).public_id}/relancer/"
        ),
        **_only(collectivite=REFUSED),
    ),
    "guichets:team_desk": post(
        lambda: f"/equipe/espaces/{OrganisationFactory(kind='exploitant').pk}/",
        {"reason": "Aider l’exploitant à répondre."},
        **_only(equipe=302),
        nobody_owns="l’équipe nationale n’a pas d’espace à ouvrir",
    ),
    "guichets:agency_write": post(
        lambda: _word_to(AmbassadeurFactory()), **_only(agence=302, agence_ailleurs=404)
    ).own(
        lambda user: _word_to(AmbassadeurFactory(user=user)),
        **_only(agence=302, agence_ailleurs=404),
    ),
    # The partner API knows keys, not accounts, and is written to by PATCH only.
    "guichets:api_v2:demands": post(lambda: "/api/v2/demands", anonymous=405, others=405),
    "guichets:api_v2:demand": post(
        lambda: f"/api/v2/demands/{DemandeFactory(exploitant=True).public_id}",
        anonymous=405,
        others=405,
        nobody_owns="une clé ouvre, pas un compte",
    ),
    "guichets:api_v2:openapi-json": post(lambda: "/api/v2/openapi.json", anonymous=200, others=200),
    "guichets:api_v2:api-root": post(lambda: "/api/v2/", anonymous=404, others=404),
}
