"""Who gets what at each address of the room: no role of the matrix works for a syndic."""

from tests.ambassadeurs.assemblees.factories import AssembleeFactory
from tests.ambassadeurs.guichets.syndics.factories import ManagedBuildingFactory
from tests.ambassadeurs.rows import row
from tests.architecture.posts import post
from tests.communaute.comptes.factories import OrganisationFactory


def _desk(act=""):
    return lambda: f"/syndic/{OrganisationFactory(kind='syndic').slug}/{act}"


def _building(act=""):
    def url():
        managed = ManagedBuildingFactory()
        return f"/syndic/{managed.organisation.slug}/immeubles/{managed.pk}/{act}"

    return url


def _past():
    managed = ManagedBuildingFactory()
    held = AssembleeFactory(copropriete=managed.copropriete, past=True)
    return f"/syndic/{managed.organisation.slug}/immeubles/{managed.pk}/assemblee/{held.pk}/"


MATRIX = {
    "syndics:home": row(lambda: "/syndic/", others=403),
    "syndics:desk": row(_desk(), others=403),
    "syndics:export": row(_desk("export.csv"), others=403),
    "syndics:find": row(_desk("ajouter/"), others=403),
    "syndics:add": row(_desk("ajouter/registre/"), anonymous=405, others=405),
    "syndics:describe": row(_desk("ajouter/description/"), others=403),
    "syndics:file": row(_desk("ajouter/fichier/"), others=403),
    "syndics:file_confirm": row(_desk("ajouter/fichier/confirmer/"), anonymous=405, others=405),
    "syndics:ask": row(_desk("demande/"), others=403),
    "syndics:building": row(_building(), others=403),
    "syndics:past": row(_building("assemblee/"), others=403),
    "syndics:result": row(_past, others=403),
    "syndics:remove": row(_building("retirer/"), others=403),
}

NOBODY = "aucun de ces rôles ne travaille pour un syndic"


def _refused(scene, data=None):
    return post(scene, data, others=403, nobody_owns=NOBODY)


POSTS = {
    "syndics:add": _refused(_desk("ajouter/registre/"), {"registre": "AA1234567"}),
    "syndics:describe": _refused(
        _desk("ajouter/description/"), {"name": "Les Lilas", "commune": "Grenoble"}
    ),
    "syndics:file": _refused(_desk("ajouter/fichier/")),
    "syndics:file_confirm": _refused(_desk("ajouter/fichier/confirmer/")),
    "syndics:ask": _refused(_desk("demande/")),
    "syndics:building": _refused(_building(), {"name": "Les Lilas", "commune": "Grenoble"}),
    "syndics:past": _refused(
        _building("assemblee/"), {"held_on": "2025-01-01", "result": "adoptee"}
    ),
    "syndics:result": _refused(_past, {"result": "adoptee"}),
    "syndics:remove": _refused(_building("retirer/")),
}
