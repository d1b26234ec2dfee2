"""Writing a retour d’expérience: its draft, its photos, the proposal, the revision beside it."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.connection_log import note_published
from communaute.comptes.models import User
from communaute.moderation.enums import ContentStatus
from communaute.moderation.sanction_rules import why_not_write
from communaute.notifications.services import tell
from socle.errors import ChangedMeanwhile
from socle.forms import version_of
from socle.uploads import CheckedFile

from ..enums import FigureKey, RetourState
from ..errors import CoproprieteNotAllowed, RetourClosed
from ..models import Copropriete, Figure, Photo, RetourExperience
from ..models.retour import QUESTIONS
from ..numbers import NUMBERS
from ..perms import ask_deciders, can_write_retour

STORY = tuple(QUESTIONS)
TOLD = (*STORY, "again", "quote", "months_from_idea")
# value in the unit of the key, year
FigureInput = tuple[Decimal, int]


@transaction.atomic
def save_draft(
    *,
    actor: User,
    copropriete: Copropriete,
    story: Mapping[str, str],
    quote: str,
    months_from_idea: int | None,
    figures: Mapping[str, Sequence[FigureInput]],
    again: str = "",
    version: str = "",
) -> RetourExperience:
    """Keep the sheet as it is, or its revision; created at the first call. A figure that changes
    is declared again.

    `story` has the keys of `STORY`, `again` is one of `Again` or empty; `figures` says, for keys
    of `FigureKey`, every year told: the others of that key are removed. `version`
    is that of the page (`version_of_sheet`; empty: of no page). Raises CoproprieteNotAllowed,
    RetourClosed when it is not a draft, ChangedMeanwhile, ValidationError.
    """
    if not can_write_retour(actor, copropriete):
        message = "Seuls les ambassadeurs de cette copropriété écrivent son retour d’expérience."
        raise CoproprieteNotAllowed(message)
    rows = RetourExperience.objects.select_for_update(of=("self",)).select_related("revises")
    retour = rows.filter(copropriete=copropriete).latest_first().first()
    now = version_of_sheet(retour)
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
    retour.quote = " ".join(quote.split())
    retour.months_from_idea, retour.again = months_from_idea, again
    # Sent twice, it is there already.
    if version not in ("", now) and now != _version(retour, figures):
        raise ChangedMeanwhile(
            "Quelqu’un vient de modifier ce retour d’expérience, ou vous dans une autre fenêtre.",
            now,
        )
    if retour.pk is not None:
        retour.edited_at = timezone.now()
    retour.full_clean(exclude={field.name for field in retour._meta.fields} - {*TOLD})
    retour.save()
    _specify(retour, figures.get(FigureKey.GAS_BEFORE, ()))
    for key, told in figures.items():
        _set_figures(retour, FigureKey(key), told)
    return retour


def _specify(retour: RetourExperience, gas: Sequence[FigureInput]) -> None:
    """What was told without its unit and is now said to be gas stays verified."""
    for row in retour.figures.filter(key=FigureKey.KWH_BEFORE):
        if (row.value, row.year) in gas:
            row.key = FigureKey.GAS_BEFORE
            row.save(update_fields=["key"])


def version_of_sheet(retour: RetourExperience | None) -> str:
    """What a page shows of a sheet, or of none, for `save_draft`."""
    if retour is None:
        return version_of()
    told: dict[str, list[FigureInput]] = {}
    for row in Figure.objects.filter(retour=retour):
        told.setdefault(row.key, []).append((row.value, row.year))
    return _version(retour, told)


def _version(retour: RetourExperience, figures: Mapping[str, Sequence[FigureInput]]) -> str:
    lines = [
        (str(key), year, f"{value:.2f}") for key, told in figures.items() for value, year in told
    ]
    return version_of(retour.revises_id, [getattr(retour, name) for name in TOLD], sorted(lines))


def _set_figures(retour: RetourExperience, key: FigureKey, told: Iterable[FigureInput]) -> None:
    left = {row.year: row for row in retour.figures.filter(key=key)}
    for value, year in told:
        row = left.pop(year, None)
        if row is not None and row.value == value:
            continue
        if row is not None:
            row.delete()
        Figure.objects.create(retour=retour, key=key, value=value, year=year)
    for row in left.values():
        row.delete()


@transaction.atomic
def add_photo(*, actor: User, retour: RetourExperience, photo: CheckedFile, alt: str) -> Photo:
    """Add a photo at the end. Raises CoproprieteNotAllowed, RetourClosed when there are enough
    or it is not a draft."""
    sheet = _written_by(actor, retour)
    _check_draft(sheet)
    if sheet.photos.count() >= NUMBERS.photos_max:
        raise RetourClosed(f"Vous avez déjà {NUMBERS.photos_max} photos. Retirez-en une d’abord.")
    last = sheet.photos.aggregate(last=Max("position"))["last"] or 0
    row = Photo(retour=sheet, alt=alt.strip(), position=last + 1)
    row.full_clean(exclude=["image"])
    content = photo.as_content(uuid.uuid4().hex)
    row.image.save(str(content.name), content, save=False)
    row.save()
    return row


@transaction.atomic
def remove_photo(*, actor: User, photo: Photo) -> None:
    """Remove a photo and its file. Raises CoproprieteNotAllowed, RetourClosed when it is not a
    draft."""
    _check_draft(_written_by(actor, photo.retour))
    name = str(photo.image.name)
    photo.delete()
    erase_unused([name])


@transaction.atomic
def attach_proof(*, actor: User, figure: Figure, document: CheckedFile) -> Figure:
    """Attach the document that shows a figure, in place of the one before; private.

    Raises CoproprieteNotAllowed, RetourClosed when the sheet is not a draft.
    """
    _check_draft(_written_by(actor, figure.retour))
    row = Figure.objects.select_for_update(of=("self",)).get(pk=figure.pk)
    earlier, storage = row.proof.name, row.proof.storage
    content = document.as_content(uuid.uuid4().hex)
    row.proof.save(str(content.name), content, save=False)
    row.proof_name = document.name
    row.save(update_fields=["proof", "proof_name"])
    if earlier:
        transaction.on_commit(lambda: storage.delete(earlier))
    return row


@transaction.atomic
def propose(*, actor: User, retour: RetourExperience) -> RetourExperience:
    """Ask for a review. Again changes nothing. Raises CoproprieteNotAllowed, also while a measure
    or the rules forbid to write, RetourClosed when it is empty or online."""
    sheet = _written_by(actor, retour)
    if sheet.state == RetourState.PUBLISHED:
        raise RetourClosed("Ce retour est déjà en ligne : il n’y a rien à relire.")
    if sheet.state != RetourState.DRAFT:
        return sheet
    _check_draft(sheet)
    if reason := why_not_write(actor):
        raise CoproprieteNotAllowed(reason)
    if not sheet.story and not sheet.figures.exists():
        message = "Écrivez au moins une réponse ou un chiffre avant de proposer votre retour."
        raise RetourClosed(message)
    now = timezone.now()
    sheet.state, sheet.proposed_at, sheet.review_note = RetourState.PROPOSED, now, ""
    sheet.save(update_fields=["state", "proposed_at", "review_note"])
    note_published(sheet, account=actor.pk, now=now)
    announce_proposed(sheet, actor)
    return sheet


@transaction.atomic
def take_back(*, actor: User, retour: RetourExperience) -> RetourExperience:
    """What one may change again: the draft that was proposed, or a revision of what is online.

    The published sheet stays as it is. Returns the row to write on; again changes nothing.
    Raises CoproprieteNotAllowed, RetourClosed when moderation hid it.
    """
    sheet = _written_by(actor, retour)
    if sheet.status != ContentStatus.PUBLISHED:
        message = "Ce texte est masqué par la modération : la décision dit comment la contester."
        raise RetourClosed(message)
    if sheet.state == RetourState.PUBLISHED:
        return _revision_of(sheet, actor)
    if sheet.state != RetourState.DRAFT:
        sheet.state = RetourState.DRAFT
        sheet.save(update_fields=["state"])
    return sheet


def _revision_of(sheet: RetourExperience, actor: User) -> RetourExperience:
    """The revision of a published sheet, begun as a copy of it."""
    begun = RetourExperience.objects.filter(revises=sheet).first()
    if begun is not None:
        return begun
    revision = RetourExperience.objects.create(
        copropriete=sheet.copropriete,
        commune=sheet.commune,
        departement=sheet.departement,
        revises=sheet,
        author=actor,
        **{name: getattr(sheet, name) for name in TOLD},
    )
    for figure in sheet.figures.all():
        figure.pk, figure.retour = None, revision
        # The document stays with the figure that is online.
        figure.proof, figure.proof_name = "", ""
        figure._state.adding = True
        figure.save()
    for photo in sheet.photos.all():
        photo.pk, photo.retour = None, revision
        photo._state.adding = True
        photo.save()
    return revision


@transaction.atomic
def drop_revision(*, actor: User, retour: RetourExperience) -> None:
    """Give up the changes: what is online stays. Raises CoproprieteNotAllowed, RetourClosed when
    it is not a revision."""
    revision = _written_by(actor, retour)
    if not revision.is_revision:
        raise RetourClosed("Il n’y a pas de changement à abandonner.")
    names = [str(photo.image.name) for photo in revision.photos.all()]
    revision.delete()
    erase_unused(names)


def erase_unused(names: Iterable[str]) -> None:
    """At the commit, erase these files of photos unless a sheet still shows them."""

    def erase() -> None:
        used = set(Photo.objects.filter(image__in=names).values_list("image", flat=True))
        for name in set(names) - used:
            Photo._meta.get_field("image").storage.delete(name)

    transaction.on_commit(erase)


def _check_draft(retour: RetourExperience) -> None:
    online = retour.revises
    hidden = online is not None and online.status != ContentStatus.PUBLISHED
    if hidden or retour.state != RetourState.DRAFT or retour.status != ContentStatus.PUBLISHED:
        message = "Ce retour n’est plus un brouillon. Reprenez-le d’abord pour le modifier."
        raise RetourClosed(message)


def _written_by(actor: User, retour: RetourExperience) -> RetourExperience:
    sheet = locked(retour)
    if not can_write_retour(actor, sheet.copropriete):
        message = "Seuls les ambassadeurs de cette copropriété changent son retour d’expérience."
        raise CoproprieteNotAllowed(message)
    return sheet


def locked(retour: RetourExperience) -> RetourExperience:
    """The row as it is now, held until the end of the transaction; with a revision, the sheet it
    revises is held first. Raises RetourClosed for a revision that somebody has just ended."""
    rows = RetourExperience.objects.select_for_update(of=("self",)).select_related(
        "author", "revises", "copropriete__reseau", "copropriete__commune"
    )
    held = rows.filter(pk__in=[retour.pk, retour.revises_id or retour.pk]).order_by("pk")
    found = next((row for row in held if row.pk == retour.pk), None)
    if found is None:
        raise RetourClosed("Quelqu’un vient de publier ces changements, ou de les abandonner.")
    return found


# What writers and reviewers of a retour d’expérience are told; the words are in the templates of
# `kinds.py`.


def announce_proposed(sheet: RetourExperience, actor: User) -> None:
    """Tell all who may review it; the first one who answers settles it."""
    ask_deciders(
        "coproprietes.retour_to_review",
        sheet.copropriete,
        author=actor,
        key=f"retour:{sheet.pk}:a-relire:{sheet.proposed_at:%Y%m%d%H%M%S}",
        url=reverse("ambassadeurs:retour_review", args=_address(sheet)),
        context={
            "retour": sheet.pk,
            "name": str(sheet.copropriete),
            "commune": sheet.copropriete.commune.name,
            "is_revision": sheet.is_revision,
        },
    )


def announce_published(sheet: RetourExperience, *, is_revision: bool) -> None:
    """Thank who wrote it: everybody may read it."""
    for person in _writers(sheet):
        tell(
            "coproprietes.retour_published",
            to=person,
            key=f"retour:{sheet.pk}:publie:{timezone.now().isoformat()}",
            url=sheet.copropriete.get_absolute_url(),
            context={
                "retour": sheet.pk,
                "name": str(sheet.copropriete),
                "is_revision": is_revision,
            },
        )


def announce_returned(sheet: RetourExperience) -> None:
    """Give who goes on with it the note of the review, word for word."""
    for person in speaking_for(sheet):
        tell(
            "coproprietes.retour_returned",
            to=person,
            key=f"retour:{sheet.pk}:rendu:{timezone.now().isoformat()}",
            url=reverse("ambassadeurs:retour_edit", args=_address(sheet)),
            context={
                "retour": sheet.pk,
                "name": str(sheet.copropriete),
                "note": sheet.review_note,
                "is_revision": sheet.is_revision,
            },
        )


def speaking_for(sheet: RetourExperience) -> list[User]:
    """The ambassadors of its building, who may write it."""
    mandates = sheet.copropriete.ambassadeurs.public().select_related("user").order_by("pk")
    return [mandate.user for mandate in mandates]


def _writers(sheet: RetourExperience) -> list[User]:
    """The author, while their account is open, and the ambassadors who go on with the sheet:
    whoever proposed it is one of them."""
    people = speaking_for(sheet)
    return list(dict.fromkeys([sheet.author, *people] if sheet.author is not None else people))


def _address(sheet: RetourExperience) -> list[object]:
    return [sheet.copropriete_id, sheet.copropriete.slug]
