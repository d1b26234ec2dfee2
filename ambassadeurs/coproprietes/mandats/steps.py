"""What time does to mandates: the end announced, the end, the proof erased. Run by `tick`."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.urls import reverse

from ambassadeurs.reseaux.subscriptions.services import kind, tell_followers
from socle.calendar import date_format
from socle.hooks import hooked
from socle.public_pages import touch_public_pages
from socle.scheduler import Step
from socle.uploads import private_storage

from ..enums import AmbassadeurStatus
from ..models import Ambassadeur, Copropriete, Figure
from ..models.retour import FIGURE_PROOFS
from ..numbers import NUMBERS
from ..perms import ask_deciders, tell_person
from ..querysets import AmbassadeurQuerySet
from ..search import index_building, with_closed_accounts
from ..services import hide_cell, lock_buildings, refresh_cell

PROOFS = "justificatifs"
# A file younger than this may belong to a transaction that is still open.
ORPHAN_AGE = timedelta(days=1)


def _to_announce(now: datetime) -> AmbassadeurQuerySet:
    soon = now + timedelta(days=NUMBERS.renewal_notice_days)
    return _verified().filter(
        expires_at__gt=now,
        expires_at__lte=soon,
        renewal_told_at__isnull=True,
        renewal_asked_at__isnull=True,
    )


@transaction.atomic
def _announce_end(mandate: Ambassadeur, now: datetime) -> bool:
    if not _claim(mandate, "renewal_told_at", now):
        return False
    tell_person(
        "mandate_ending",
        mandate,
        key=f"echeance:{mandate.expires_at:%Y%m%d}",
        url=reverse("ambassadeurs:mandate_renew", args=[mandate.pk]),
        ends=mandate.expires_at,
    )
    return True


def _to_end(now: datetime) -> AmbassadeurQuerySet:
    return _verified().filter(expires_at__lte=now, expiry_told_at__isnull=True)


@transaction.atomic
def _tell_end(mandate: Ambassadeur, now: datetime) -> bool:
    lock_buildings(mandate.copropriete_id)
    if not _claim(mandate, "expiry_told_at", now):
        return False
    tell_person("mandate_ended", mandate, key=f"fin:{mandate.expires_at:%Y%m%d}")
    refresh_cell(copropriete=mandate.copropriete)
    index_building(mandate.copropriete_id)
    touch_public_pages()
    return True


def _to_erase(now: datetime) -> AmbassadeurQuerySet:
    limit = now - timedelta(days=NUMBERS.proof_days)
    ended = Q(decided_at__isnull=True, withdrawn_at__lte=limit)
    due = Ambassadeur.objects.filter(Q(decided_at__lte=limit) | ended).exclude(proof="")
    return due.exclude(status=AmbassadeurStatus.PENDING)


def _erase_proof(mandate: Ambassadeur, now: datetime) -> bool:
    name = mandate.proof.name
    # The file first: were we stopped in between, the next run erases the rest.
    private_storage().delete(name)
    rows = Ambassadeur.objects.filter(pk=mandate.pk, proof=name)
    return bool(rows.update(proof="", proof_name="", proof_erased_at=now))


def _orphans(folder: str, owner: type[Model], now: datetime) -> Iterator[str]:
    """Documents that no row has any more (a mandate gone with its account, a figure that changed):
    nobody may keep them."""
    storage = private_storage()
    known = set(owner._default_manager.exclude(proof="").values_list("proof", flat=True))
    for name in files_of(folder):
        if name not in known and storage.get_modified_time(name) < now - ORPHAN_AGE:
            yield name


def _erase_orphan(name: str, now: datetime) -> bool:
    private_storage().delete(name)
    return True


def _thin_cells(now: datetime) -> list[tuple[int, int]]:
    return list(Copropriete.objects.thin_cells())


def _no_longer_found(now: datetime) -> list[int]:
    return with_closed_accounts()


@transaction.atomic
def _unfind(pk: int, now: datetime) -> bool:
    index_building(pk)
    return True


def _hide_cell(cell: tuple[int, int], now: datetime) -> bool:
    hide_cell(cell=cell)
    return True


def files_of(folder: str) -> list[str]:
    """Every private file under a folder, by name."""
    storage = private_storage()
    if not storage.exists(folder):
        return []
    folders, names = storage.listdir(folder)
    found = [f"{folder}/{name}" for name in names]
    for inner in folders:
        found += files_of(f"{folder}/{inner}")
    return found


def _verified() -> AmbassadeurQuerySet:
    return Ambassadeur.objects.filter(status=AmbassadeurStatus.VERIFIED).select_related(
        "user", "copropriete"
    )


def _claim(mandate: Ambassadeur, field: str, now: datetime) -> bool:
    rows = Ambassadeur.objects.filter(pk=mandate.pk, **{f"{field}__isnull": True})
    return bool(rows.update(**{field: now}))


# Each is claimed by a conditional update of its own date, in the transaction that tells.
STEPS = (
    Step(
        key="coproprietes.announce_end",
        label="Mandats d’ambassadeur bientôt finis : renouvellement proposé",
        due=_to_announce,
        do=_announce_end,
    ),
    Step(
        key="coproprietes.end_mandates",
        label="Mandats d’ambassadeur finis",
        due=_to_end,
        do=_tell_end,
        after=("coproprietes.announce_end",),
    ),
    Step(
        key="coproprietes.erase_proofs",
        label="Justificatifs effacés après la décision",
        due=_to_erase,
        do=_erase_proof,
    ),
    Step(
        key="coproprietes.erase_orphan_files",
        label="Justificatifs sans mandat effacés",
        due=partial(_orphans, PROOFS, Ambassadeur),
        do=_erase_orphan,
        after=("coproprietes.erase_proofs",),
    ),
    Step(
        key="coproprietes.unfind",
        label="Recherche : les copropriétés dont l’ambassadeur a un compte fermé n’y sont plus",
        due=_no_longer_found,
        do=lambda pk, now: {"buildings_unfound": _unfind(pk, now)},
    ),
    Step(
        key="coproprietes.hide_cells",
        label="Mailles trop vides cachées",
        due=_thin_cells,
        do=_hide_cell,
        after=("coproprietes.end_mandates",),
    ),
)


def _figure_proofs_to_erase(now: datetime) -> QuerySet[Figure]:
    limit = now - timedelta(days=NUMBERS.figure_proof_days)
    return Figure.objects.filter(verified_at__lte=limit).exclude(proof="")


def _erase_figure_proof(figure: Figure, now: datetime) -> bool:
    name = figure.proof.name
    # The file first: were we stopped in between, the next run erases the rest.
    private_storage().delete(name)
    rows = Figure.objects.filter(pk=figure.pk, proof=name)
    return bool(rows.update(proof="", proof_name=""))


FIGURE_STEPS = (
    Step(
        key="coproprietes.erase_figure_proofs",
        label="Documents de chiffres vérifiés : effacés",
        due=_figure_proofs_to_erase,
        do=_erase_figure_proof,
    ),
    Step(
        key="coproprietes.erase_figure_orphans",
        label="Documents de chiffres sans chiffre : effacés",
        due=partial(_orphans, FIGURE_PROOFS, Figure),
        do=_erase_orphan,
    ),
)


# What is told of an ambassador to those who follow the network, and to those who decide.


def is_still_there(context: Mapping[str, Any]) -> bool:
    """Whether the ambassador may still be written to: public, not on pause, of a building that is
    still connected to this network and whose page others read."""
    rows = Ambassadeur.objects.public().of_public_pages().awake()
    network = {"copropriete__reseau": context["reseau_pk"]}
    return rows.filter(pk=context["ambassadeur_pk"], **network).exists()


NEW_AMBASSADOR = kind(
    "new_ambassador",
    label="Un nouvel ambassadeur sur un réseau que vous suivez",
    when="Quand son mandat est vérifié, sauf s’il est en pause ce matin-là.",
    still=is_still_there,
)


def announce_to_followers(mandate: Ambassadeur) -> None:
    """Tell those who follow the network of a building that somebody speaks for it now."""
    copropriete: Copropriete = mandate.copropriete
    if copropriete.reseau is None:
        return
    tell_followers(
        NEW_AMBASSADOR.key,
        reseau=copropriete.reseau,
        key=f"suivi-ambassadeur-{mandate.pk}-{mandate.verified_at:%Y%m%d}",
        url=copropriete.get_absolute_url(),
        context={
            "ambassadeur_pk": mandate.pk,
            "person": mandate.first_name,
            "residence": copropriete.name,
            "commune": copropriete.commune.name,
        },
        # Who lives there needs nobody to be written to.
        but=[mandate.user_id, *copropriete.memberships.values_list("user", flat=True)],
    )


def ask_to_decide(name: str, mandate: Ambassadeur) -> None:
    """Tell those who decide that this mandate waits for them."""
    moment = mandate.renewal_asked_at or mandate.applied_at
    ask_deciders(
        f"coproprietes.{name}",
        mandate.copropriete,
        author=mandate.user,
        key=f"mandat:{mandate.pk}:a-decider:{moment:%Y%m%d%H%M%S}",
        url=reverse("ambassadeurs:mandate_review", args=[mandate.pk]),
        context={
            "mandate": mandate.pk,
            "person": mandate.first_name,
            "role": mandate.get_role_display().lower(),
            "residence": str(mandate.copropriete),
            "days": NUMBERS.decision_days,
        },
    )


# What follows the end of a mandate in the rooms above.


@dataclass(frozen=True)
class Ending:
    """What one room ends with a mandate, and gives back when the person returns.

    `template` says it before the person confirms, with what `read` finds; `give_back(mandate,
    since)` restores what ended since that moment, in the transaction of the return, and says in a
    sentence what came back and what did not ("" when nothing had ended).
    """

    template: str
    read: Callable[[Ambassadeur], dict[str, Any]]
    give_back: Callable[[Ambassadeur, datetime], str]


def endings_of(mandate: Ambassadeur) -> list[tuple[str, dict[str, Any]]]:
    """(template, its context), in the order of the hooks."""
    return [
        (ending.template, ending.read(mandate)) for ending in hooked("coproprietes.mandate_endings")
    ]


def give_back(mandate: Ambassadeur, since: datetime) -> list[str]:
    """Restore in each room what ended with the mandate since this moment. Returns sentences:
    where the mandate is, what came back."""
    found = [ending.give_back(mandate, since) for ending in hooked("coproprietes.mandate_endings")]
    return [_where_it_is(mandate), *filter(None, found)]


def _where_it_is(mandate: Ambassadeur) -> str:
    if mandate.status == AmbassadeurStatus.PENDING:
        return "Votre demande attend de nouveau une réponse."
    if not mandate.is_public:
        return "C’est annulé, mais votre mandat s’est terminé entre-temps."
    if mandate.is_paused:
        until = date_format(mandate.paused_until, "j F Y")
        return f"Votre mandat a repris, et sa pause aussi, jusqu’au {until}."
    return "Votre mandat a repris."
