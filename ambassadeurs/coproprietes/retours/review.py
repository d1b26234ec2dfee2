"""Reading a retour d’expérience again: publishing it, sending it back, verifying its figures."""

from dataclasses import dataclass

from django.db import transaction
from django.template.defaultfilters import floatformat
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.perms import memberships_of
from communaute.moderation.enums import ContentStatus
from communaute.moderation.registry import ModeratedType
from socle.errors import ChangedMeanwhile
from socle.forms import version_of
from socle.public_pages import touch_public_pages
from socle.typography import NBSP

from ..ambassador_rank import count
from ..enums import FigureKey, RetourState
from ..errors import CoproprieteNotAllowed, ReasonMissing, RetourClosed
from ..models import Copropriete, Figure, RetourExperience
from ..perms import can_review_retour
from ..search import index_building
from .figures import latest
from .services import TOLD, announce_published, announce_returned, erase_unused, locked


@transaction.atomic
def publish(*, actor: User, retour: RetourExperience, version: str = "") -> RetourExperience:
    """Put a proposed sheet on the page of its copropriété; a revision replaces what was there.
    `version` is that of the page (`version_of_proposal`; empty: of no page).

    Returns the sheet that is online. Again changes nothing. Raises CoproprieteNotAllowed,
    RetourClosed when it is not proposed (any more), ChangedMeanwhile.
    """
    sheet = _reviewed_by(actor, retour)
    if sheet.state == RetourState.PUBLISHED:
        return sheet
    _check_proposed(sheet, version)
    is_revision = sheet.revises is not None
    if sheet.revises is not None:
        sheet = _replace(sheet.revises, sheet)
    else:
        sheet.state = RetourState.PUBLISHED
        sheet.published_at = timezone.now()
    sheet.reviewed_by = actor
    sheet.save()
    sync_card(sheet)
    if is_read(sheet):
        announce_published(sheet, is_revision=is_revision)
    return sheet


def is_read(sheet: RetourExperience) -> bool:
    """Whether the page that shows it is public: somebody speaks for the building."""
    public = Copropriete.objects.with_public_ambassadors()
    return public.filter(pk=sheet.copropriete_id).exists()


def _replace(online: RetourExperience, revision: RetourExperience) -> RetourExperience:
    """Move the content of an accepted revision to the sheet, whose address and number stay."""
    for name in TOLD:
        setattr(online, name, getattr(revision, name))
    online.author = revision.author or online.author
    online.proposed_at = revision.proposed_at
    online.edited_at = timezone.now()
    _replace_figures(online, revision)
    earlier = [str(photo.image.name) for photo in online.photos.all()]
    online.photos.all().delete()
    revision.photos.update(retour=online)
    revision.delete()
    erase_unused(earlier)
    return online


def _replace_figures(online: RetourExperience, revision: RetourExperience) -> None:
    """A figure that both tell alike keeps the mark that either earned, else the last document."""
    before = {(row.key, row.year): row for row in online.figures.all()}
    moved = []
    for row in revision.figures.all():
        same = before.get((row.key, row.year))
        is_shown = bool(same and same.is_verified) or not row.proof
        if same and same.value == row.value and is_shown and not row.is_verified:
            del before[row.key, row.year]
        else:
            moved.append(row.pk)
    Figure.objects.filter(pk__in=[row.pk for row in before.values()]).delete()
    Figure.objects.filter(pk__in=moved).update(retour=online)


@transaction.atomic
def return_with_note(
    *, actor: User, retour: RetourExperience, note: str, version: str = ""
) -> RetourExperience:
    """Send a proposed sheet back to its author, who reads the note; what is online stays.
    `version` as for `publish`.

    Raises CoproprieteNotAllowed, ReasonMissing, RetourClosed when it is not proposed (any more),
    ChangedMeanwhile.
    """
    sheet = _reviewed_by(actor, retour)
    if not note.strip():
        raise ReasonMissing("Dites ce qui est à changer : la personne lira votre remarque.")
    _check_proposed(sheet, version)
    sheet.state = RetourState.DRAFT
    sheet.review_note = note.strip()
    sheet.reviewed_by = actor
    sheet.save(update_fields=["state", "review_note", "reviewed_by"])
    announce_returned(sheet)
    return sheet


@transaction.atomic
def verify_figure(*, actor: User, figure: Figure, proof_kind: str, version: str = "") -> Figure:
    """Mark a figure as verified: by what document (`proof_kind`), by whom, now. `version` is that
    of the page (`version_of_figure`; empty: of no page).

    Raises CoproprieteNotAllowed, ReasonMissing without proof, RetourClosed on a draft,
    ChangedMeanwhile.
    """
    row = Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    sheet = _reviewed_by(actor, row.retour)
    if not row.proof:
        message = "Aucun document ne montre ce chiffre : demandez-le dans votre remarque."
        raise ReasonMissing(message)
    if not proof_kind.strip():
        message = "Dites quel document montre ce chiffre : une facture, un décompte de charges…"
        raise ReasonMissing(message)
    if sheet.state == RetourState.DRAFT:
        raise RetourClosed("Ce retour est un brouillon : ses chiffres peuvent encore changer.")
    if (row.verified_by_id, row.proof_kind) == (actor.pk, proof_kind.strip()):
        return row
    if version not in ("", now := version_of_figure(row)):
        raise ChangedMeanwhile(
            "Ce chiffre vient de changer, ou quelqu’un l’a déjà vérifié : relisez-le. Vous aviez "
            f"écrit « {proof_kind.strip()} ».",
            now,
        )
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


def version_of_proposal(retour: RetourExperience) -> str:
    """Which proposal the page of who reads it again shows: its author may take it back, change it
    and propose it again."""
    return version_of(retour.pk, retour.proposed_at)


def version_of_figure(figure: Figure) -> str:
    """What the page of who reads it again shows of a figure, for `verify_figure`."""
    return version_of(figure.value, figure.year, figure.proof.name, figure.verified_at)


def _check_proposed(retour: RetourExperience, version: str) -> None:
    shown = (retour.revises or retour).status == ContentStatus.PUBLISHED == retour.status
    if retour.state != RetourState.PROPOSED or not shown:
        raise RetourClosed("Ce retour n’attend plus de relecture.")
    if version not in ("", now := version_of_proposal(retour)):
        message = "L’auteur vient de proposer un autre texte : relisez-le avant de décider."
        raise ChangedMeanwhile(message, now)


def _reviewed_by(actor: User, retour: RetourExperience) -> RetourExperience:
    sheet = locked(retour)
    if not can_review_retour(actor, sheet):
        message = "Seules l’agence du territoire et l’équipe nationale relisent ce retour."
        raise CoproprieteNotAllowed(message)
    return sheet


@dataclass(frozen=True)
class Change:
    """One part that differs; `earlier` is what the public reads today, empty when it is new."""

    label: str
    earlier: str


def changes_of(revision: RetourExperience) -> list[Change]:
    """The parts of a revision that differ from the sheet online, in the order of the form.

    Empty for a sheet that is not a revision.
    """
    online = revision.revises
    if online is None:
        return []
    fields = RetourExperience._meta
    found = [
        Change(str(fields.get_field(name).verbose_name).capitalize(), str(earlier or ""))
        for name in TOLD
        if (earlier := _said(online, name)) != _said(revision, name)
    ]
    return found + _figures(online, revision) + _photos(online, revision)


def _said(retour: RetourExperience, name: str) -> object:
    """What a part says, as people read it."""
    return retour.get_again_display() if name == "again" else getattr(retour, name)


def _figures(online: RetourExperience, revision: RetourExperience) -> list[Change]:
    before, after = _by_year(online), _by_year(revision)
    return [
        Change(
            (after.get(key) or before[key]).get_key_display() + f", {key[1]}",
            _words(before.get(key)),
        )
        for key in sorted(before | after)
        if _words(before.get(key)) != _words(after.get(key))
    ]


def _photos(online: RetourExperience, revision: RetourExperience) -> list[Change]:
    before, after = ([photo.alt for photo in one.photos.all()] for one in (online, revision))
    return [] if before == after else [Change("Photos", ", ".join(before))]


def _by_year(retour: RetourExperience) -> dict[tuple[str, int], Figure]:
    return {(one.key, one.year): one for one in retour.figures.all()}


def _words(figure: Figure | None) -> str:
    if figure is None:
        return ""
    return f"{floatformat(figure.value, '-2g')}{NBSP}{figure.unit}"


# What the cards, the exports and the matching know of a published sheet.


def sync_card(retour: RetourExperience) -> None:
    """Copy the quote, the latest costs of a published sheet and what is verified to its
    copropriété; remove them when it is no longer public."""
    figures = latest(retour) if retour.is_published else {}
    before, after = figures.get(FigureKey.COST_BEFORE), figures.get(FigureKey.COST_AFTER)
    works = figures.get(FigureKey.WORKS_NET)
    Copropriete.objects.filter(pk=retour.copropriete_id).update(
        quote=retour.quote if retour.is_published else "",
        cost_before=round(before.value) if before and after else None,
        cost_after=round(after.value) if before and after else None,
        cost_years=f"{before.year} et {after.year}" if before and after else "",
        cost_verified=bool(before and after and before.is_verified and after.is_verified),
        has_verified_figures=any(one.is_verified for one in figures.values()),
        works_cost_per_lot=round(works.value) if works else None,
    )
    count(retour.copropriete_id)
    index_building(retour.copropriete_id)
    touch_public_pages()


def status_changed(retour: RetourExperience, old_status: str, new_status: str) -> None:
    """Called by moderation in the transaction that hides or restores the sheet."""
    if retour.state == RetourState.PUBLISHED:
        sync_card(retour)


def as_text(retour: RetourExperience) -> str:
    """The whole sheet as others read it, photos by their description."""
    parts = [str(retour.copropriete)]
    parts += [f"« {retour.quote} »"] if retour.quote else []
    parts += [f"Referiez-vous ce choix ? {retour.get_again_display()}"] if retour.again else []
    parts += [f"{question}\n{text}" for _, question, text in retour.story]
    parts += [f"{figure} {figure.unit} ({figure.year})" for figure in retour.figures.all()]
    parts += [f"Photo : {photo.alt}" for photo in retour.photos.all()]
    return "\n\n".join(parts)


RETOUR = ModeratedType(
    key="retour",
    model=RetourExperience,
    label="Retour d’expérience",
    text=as_text,
    on_change=status_changed,
    related=("copropriete",),
    kept_for="les autres ambassadeurs de la copropriété",
)
