"""Writing: retours d’expérience, from the draft to the page, and their verified figures."""

from __future__ import annotations

import uuid
from decimal import Decimal
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.perms import memberships_of
from communaute.moderation.enums import ContentStatus
from communaute.notifications.enums import NotificationKind
from communaute.notifications.services import notify
from socle.public_pages import touch_public_pages

from ..deciders import tell_deciders
from ..enums import FigureKey, RetourState
from ..errors import NotAllowed, ReasonMissing, RetourClosed
from ..models import Copropriete, Figure, Photo, RetourExperience
from ..perms import can_review_retour, can_write_retour

if TYPE_CHECKING:
    from communaute.comptes.models import User
    from socle.uploads import CheckedFile

STORY = ("why", "convinced", "objection", "differently")
_TOLD = {*STORY, "months_from_idea"}
# value in the unit of the key, year
FigureInput = tuple[Decimal, int]


@transaction.atomic
def save_draft(
    *,
    actor: User,
    copropriete: Copropriete,
    story: dict[str, str],
    months_from_idea: int | None,
    figures: dict[str, FigureInput | None],
) -> RetourExperience:
    """Keep the sheet as it is; created at the first call. A figure that changes is declared again.

    `story` has the keys of `STORY`; `figures` those of `FigureKey`, None to remove one.
    Raises NotAllowed, RetourClosed when it is not a draft, ValidationError.
    """
    if not can_write_retour(actor, copropriete):
        message = "Seuls les ambassadeurs de cette copropriété écrivent son retour d’expérience."
        raise NotAllowed(message)
    retour = RetourExperience.objects.select_for_update().filter(copropriete=copropriete).first()
    if retour is None:
        retour = RetourExperience(
            copropriete=copropriete,
            commune=copropriete.commune,
            departement=copropriete.commune.departement,
        )
    _check_draft(retour)
    retour.author = retour.author or actor
    for name in STORY:
        setattr(retour, name, story[name].strip())
    retour.months_from_idea = months_from_idea
    if retour.pk is not None:
        retour.edited_at = timezone.now()
    retour.full_clean(exclude={field.name for field in retour._meta.fields} - _TOLD)
    retour.save()
    for key, told in figures.items():
        _set_figure(retour, FigureKey(key), told)
    return retour


def _set_figure(retour: RetourExperience, key: FigureKey, told: FigureInput | None) -> None:
    rows = retour.figures.filter(key=key)
    if told is None:
        rows.delete()
        return
    value, year = told
    if rows.filter(value=value, year=year).exists():
        return
    declared = {"proof_kind": "", "verified_by": None, "verified_for": "", "verified_at": None}
    retour.figures.update_or_create(key=key, defaults={"value": value, "year": year, **declared})


@transaction.atomic
def add_photo(*, actor: User, retour: RetourExperience, photo: CheckedFile, alt: str) -> Photo:
    """Add a photo at the end. Raises NotAllowed, RetourClosed when there are enough or it is not
    a draft."""
    sheet = _written_by(actor, retour)
    _check_draft(sheet)
    if sheet.photos.count() >= settings.RETOUR_PHOTOS_MAX:
        message = f"Vous avez déjà {settings.RETOUR_PHOTOS_MAX} photos. Retirez-en une d’abord."
        raise RetourClosed(message)
    last = sheet.photos.aggregate(last=Max("position"))["last"] or 0
    row = Photo(retour=sheet, alt=alt.strip(), position=last + 1)
    row.full_clean(exclude=["image"])
    content = photo.as_content(uuid.uuid4().hex)
    row.image.save(str(content.name), content, save=False)
    row.save()
    return row


@transaction.atomic
def remove_photo(*, actor: User, photo: Photo) -> None:
    """Remove a photo and its file. Raises NotAllowed, RetourClosed when it is not a draft."""
    _check_draft(_written_by(actor, photo.retour))
    storage, name = photo.image.storage, str(photo.image.name)
    photo.delete()
    transaction.on_commit(lambda: storage.delete(name))


@transaction.atomic
def propose(*, actor: User, retour: RetourExperience) -> RetourExperience:
    """Ask for a review. Again changes nothing. Raises NotAllowed, RetourClosed when it is empty."""
    sheet = _written_by(actor, retour)
    if sheet.state != RetourState.DRAFT:
        return sheet
    _check_draft(sheet)
    if not sheet.story and not sheet.figures.exists():
        message = "Écrivez au moins une réponse ou un chiffre avant de proposer votre retour."
        raise RetourClosed(message)
    sheet.state = RetourState.PROPOSED
    sheet.proposed_at = timezone.now()
    sheet.review_note = ""
    sheet.save(update_fields=["state", "proposed_at", "review_note"])
    tell_deciders(
        sheet.copropriete,
        author=actor,
        key=f"retour:{sheet.pk}:a-relire:{sheet.proposed_at:%Y%m%d%H%M%S}",
        title=f"Un retour d’expérience à relire : {sheet.copropriete}",
        body="Publiez-le, ou renvoyez-le avec une remarque. "
        "Vous pouvez aussi vérifier ses chiffres, si un justificatif vous les montre.",
        url=reverse("ambassadeurs:retour_review", args=_address(sheet)),
    )
    return sheet


@transaction.atomic
def take_back(*, actor: User, retour: RetourExperience) -> RetourExperience:
    """Back to a draft, to change it: it leaves the public page until the next review.

    Raises NotAllowed, RetourClosed when moderation hid it.
    """
    sheet = _written_by(actor, retour)
    if sheet.status != ContentStatus.PUBLISHED:
        message = "Ce texte est masqué par la modération : la décision dit comment la contester."
        raise RetourClosed(message)
    if sheet.state == RetourState.DRAFT:
        return sheet
    sheet.state = RetourState.DRAFT
    sheet.save(update_fields=["state"])
    sync_card(sheet)
    return sheet


@transaction.atomic
def publish(*, actor: User, retour: RetourExperience) -> RetourExperience:
    """Put a proposed sheet on the page of its copropriété. Again changes nothing.

    Raises NotAllowed, RetourClosed when it is not proposed (any more).
    """
    sheet = _reviewed_by(actor, retour)
    if sheet.state == RetourState.PUBLISHED:
        return sheet
    _check_proposed(sheet)
    sheet.state = RetourState.PUBLISHED
    sheet.published_at = timezone.now()
    sheet.reviewed_by = actor
    sheet.save(update_fields=["state", "published_at", "reviewed_by"])
    sync_card(sheet)
    _tell_author(
        sheet,
        key=f"publie:{sheet.published_at.isoformat()}",
        title="Votre retour d’expérience est en ligne",
        body=f"Merci. Chacun peut maintenant lire comment {sheet.copropriete} s’est raccordée.",
        url=sheet.copropriete.get_absolute_url(),
        label="Voir la page",
    )
    return sheet


@transaction.atomic
def return_with_note(*, actor: User, retour: RetourExperience, note: str) -> RetourExperience:
    """Send a proposed sheet back to its author, who reads the note.

    Raises NotAllowed, ReasonMissing, RetourClosed when it is not proposed (any more).
    """
    sheet = _reviewed_by(actor, retour)
    if not note.strip():
        message = "Dites ce qui est à changer : la personne lira votre remarque."
        raise ReasonMissing(message)
    _check_proposed(sheet)
    sheet.state = RetourState.DRAFT
    sheet.review_note = note.strip()
    sheet.reviewed_by = actor
    sheet.save(update_fields=["state", "review_note", "reviewed_by"])
    _tell_author(
        sheet,
        key=f"rendu:{timezone.now().isoformat()}",
        title="Votre retour d’expérience est à compléter",
        body=sheet.review_note,
        url=reverse("ambassadeurs:retour_edit", args=_address(sheet)),
        label="Reprendre mon texte",
    )
    return sheet


@transaction.atomic
def verify_figure(*, actor: User, figure: Figure, proof_kind: str) -> Figure:
    """Mark a figure as verified: by what (`proof_kind`), by whom, now.

    Raises NotAllowed, ReasonMissing without proof, RetourClosed on a draft.
    """
    row = Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    sheet = _reviewed_by(actor, row.retour)
    if not proof_kind.strip():
        message = "Dites quel document montre ce chiffre : une facture, un décompte de charges…"
        raise ReasonMissing(message)
    if sheet.state == RetourState.DRAFT:
        message = "Ce retour est un brouillon : ses chiffres peuvent encore changer."
        raise RetourClosed(message)
    row.proof_kind = proof_kind.strip()
    row.verified_by = actor
    row.verified_for = next((str(m.organisation) for m in memberships_of(actor)), "L’équipe")
    row.verified_at = timezone.now()
    row.save(update_fields=["proof_kind", "verified_by", "verified_for", "verified_at"])
    # Before the sheet is public, the card shows what the copropriété told without it.
    if sheet.is_published:
        sync_card(sheet)
    else:
        touch_public_pages()
    return row


def sync_card(retour: RetourExperience) -> None:
    """Copy the costs of a published sheet, and what is verified, to its copropriété, for cards,
    exports and matching; remove them when it is no longer public."""
    figures = {one.key: one for one in retour.figures.all()} if retour.is_published else {}
    before, after = figures.get(FigureKey.COST_BEFORE), figures.get(FigureKey.COST_AFTER)
    works = figures.get(FigureKey.WORKS_NET)
    Copropriete.objects.filter(pk=retour.copropriete_id).update(
        cost_before=round(before.value) if before and after else None,
        cost_after=round(after.value) if before and after else None,
        cost_years=f"{before.year} et {after.year}" if before and after else "",
        cost_verified=bool(before and after and before.is_verified and after.is_verified),
        has_verified_figures=any(one.is_verified for one in figures.values()),
        works_cost_per_lot=round(works.value) if works else None,
    )
    touch_public_pages()


def status_changed(retour: RetourExperience, old_status: str, new_status: str) -> None:
    """Called by moderation in the transaction that hides or restores the sheet."""
    if retour.state == RetourState.PUBLISHED:
        sync_card(retour)


def _check_draft(retour: RetourExperience) -> None:
    if retour.state != RetourState.DRAFT or retour.status != ContentStatus.PUBLISHED:
        message = "Ce retour n’est plus un brouillon. Reprenez-le d’abord pour le modifier."
        raise RetourClosed(message)


def _check_proposed(retour: RetourExperience) -> None:
    if retour.state != RetourState.PROPOSED or retour.status != ContentStatus.PUBLISHED:
        message = "Ce retour n’attend plus de relecture."
        raise RetourClosed(message)


def _written_by(actor: User, retour: RetourExperience) -> RetourExperience:
    sheet = _locked(retour)
    if not can_write_retour(actor, sheet.copropriete):
        message = "Seuls les ambassadeurs de cette copropriété changent son retour d’expérience."
        raise NotAllowed(message)
    return sheet


def _reviewed_by(actor: User, retour: RetourExperience) -> RetourExperience:
    sheet = _locked(retour)
    if not can_review_retour(actor, sheet):
        message = "Seuls l’agence du territoire, l’exploitant et l’équipe relisent ce retour."
        raise NotAllowed(message)
    return sheet


def _locked(retour: RetourExperience) -> RetourExperience:
    return (
        RetourExperience.objects.select_for_update(of=("self",))
        .select_related("author", "copropriete__reseau", "copropriete__commune")
        .get(pk=retour.pk)
    )


def _address(retour: RetourExperience) -> list[object]:
    return [retour.copropriete_id, retour.copropriete.slug]


def _tell_author(
    retour: RetourExperience, *, key: str, title: str, body: str, url: str, label: str
) -> None:
    if retour.author is None:
        return
    notify(
        user=retour.author,
        kind=NotificationKind.RETOUR,
        key=f"retour:{retour.pk}:{key}",
        title=title,
        body=body,
        url=url,
        mail="notification",
        context={
            "action_label": label,
            "why": "Vous recevez ce message parce que vous avez écrit ce retour d’expérience.",
        },
    )
