"""Files joined to a text: received, joined to it once published, erased when nothing holds them."""

import io
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from PIL import Image

from communaute.comptes.models import User
from communaute.comptes.trust import TrustLevel, trust_level
from communaute.moderation.enums import ContentStatus
from socle.forms import PlainForm
from socle.images import FORMATS
from socle.public_pages import add_to_public_pages
from socle.ratelimit import allow
from socle.scheduler import Step
from socle.uploads import MAX_BYTES, PDF, CheckedFile, CheckedFilesField, private_storage

from ..errors import FilesRefused
from ..models import FOLDER, Answer, Attachment, Question
from ..numbers import FILE_NUMBERS

ALT_MAX = 200


@transaction.atomic
def keep_files(
    *,
    actor: User,
    form_key: uuid.UUID,
    files: Iterable[CheckedFile] = (),
    alt: str = "",
    alts: Mapping[int, str] | None = None,
    removed: Iterable[int] = (),
) -> list[Attachment]:
    """Receive files for the text of the form `form_key`; returns all that wait for it.

    `alt` describes the image when one is sent; `alts` ({pk: words}) those received before;
    `removed` (pks) are taken off. Raises FilesRefused, with nothing kept.
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    mine = Attachment.objects.pending(actor).filter(form_key=form_key)
    for row in mine.filter(pk__in=list(removed)):
        erase(row)
    for pk, words in (alts or {}).items():
        mine.filter(pk=pk).update(alt=words.strip()[:ALT_MAX])
    files = list(files)
    _check_number(actor, [row.kind for row in mine], [one.content_type for one in files])
    images = sum(one.content_type != PDF for one in files)
    for one in files:
        _store(actor, form_key, one, alt if images == 1 and one.content_type != PDF else "")
    return list(mine.all())


@transaction.atomic
def join_files(*, actor: User, form_key: uuid.UUID, content: Any) -> None:
    """Join what waits for this form to what it published, a content of `registry`; again
    changes nothing: a text that has files, or that nobody reads any more, gets no other."""
    mine = type(content)._base_manager.select_for_update(of=("self",), no_key=True)
    stored = mine.filter(pk=content.pk, author=actor).first()
    read = {ContentStatus.PUBLISHED, ContentStatus.PENDING}
    if stored is None or stored.files_count or stored.status not in read:
        return
    kind = ContentType.objects.get_for_model(content)
    waiting = Attachment.objects.pending(actor).filter(form_key=form_key)
    place = {"commune": content.commune, "departement": content.departement}
    if waiting.update(content_type=kind, object_id=content.pk, **place):
        count = Attachment.objects.of([content]).count()
        type(content)._base_manager.filter(pk=content.pk).update(files_count=count)
        add_to_public_pages()


@transaction.atomic
def erase(attachment: Attachment) -> None:
    """The line at once, its file at the commit."""
    name = str(attachment.file.name)
    attachment.delete()
    transaction.on_commit(partial(private_storage().delete, name))


def erase_pending(person: User, now: datetime) -> None:
    """What somebody who closes their account had joined to texts never published."""
    for row in Attachment.objects.pending(person):
        erase(row)


def _store(actor: User, form_key: uuid.UUID, one: CheckedFile, alt: str) -> None:
    row = Attachment(
        author=actor,
        form_key=form_key,
        kind=one.content_type,
        name=one.name[-150:],
        alt=alt.strip()[:ALT_MAX],
        size=len(one.data),
    )
    if row.is_image:
        with Image.open(io.BytesIO(one.data), formats=FORMATS) as image:
            row.width, row.height = image.size
    content = one.as_content(uuid.uuid4().hex)
    row.file.save(str(content.name), content, save=False)
    row.save()


def _check_number(actor: User, before: list[str], added: list[str]) -> None:
    if not added:
        return
    kinds = before + added
    pdfs = sum(kind == PDF for kind in kinds)
    if trust_level(actor) == TrustLevel.NEWCOMER:
        if pdfs > FILE_NUMBERS.newcomer_pdfs:
            raise FilesRefused(
                "Pour vos premiers messages, joignez seulement une image. Vous pourrez joindre "
                "un PDF ensuite."
            )
        if len(kinds) - pdfs > FILE_NUMBERS.newcomer_images:
            message = f"Pour vos premiers messages, {FILE_NUMBERS.newcomer_images} image au plus."
            raise FilesRefused(message)
    if len(kinds) > FILE_NUMBERS.files_max:
        raise FilesRefused(f"{FILE_NUMBERS.files_max} fichiers au plus. Retirez-en d’abord.")


def _limit(now: datetime) -> datetime:
    return now - timedelta(hours=FILE_NUMBERS.waiting_hours)


def _waiting(now: datetime) -> list[int]:
    rows = Attachment.objects.left_alone(_limit(now))
    return list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _erase_waiting(pk: int, now: datetime) -> bool:
    row = Attachment.objects.left_alone(_limit(now)).filter(pk=pk).first()
    if row is not None:
        erase(row)
    return row is not None


def _files(folder: str = FOLDER) -> Iterator[str]:
    storage = private_storage()
    if not storage.exists(folder):
        return
    folders, names = storage.listdir(folder)
    yield from (f"{folder}/{name}" for name in names)
    for inner in folders:
        yield from _files(f"{folder}/{inner}")


def _orphans(now: datetime) -> Iterator[str]:
    """Files whose text was erased with them."""
    known = set(Attachment.objects.values_list("file", flat=True))
    for name in _files():
        if name not in known and private_storage().get_modified_time(name) < _limit(now):
            yield name


def _erase_orphan(name: str, now: datetime) -> bool:
    private_storage().delete(name)
    return True


STEPS = (
    Step(
        key="attachments.erase_waiting",
        label="Fichiers joints à un texte jamais publié : effacés",
        due=_waiting,
        do=_erase_waiting,
    ),
    Step(
        key="attachments.erase_orphans",
        label="Fichiers dont le texte est effacé : effacés",
        due=_orphans,
        do=_erase_orphan,
    ),
)


def _reads_question(user: Any, question: Question) -> bool:
    visible = Question.objects.visible_to(user).filter(pk=question.pk)
    return not question.is_withdrawn and visible.exists()


def _reads_answer(user: Any, answer: Answer) -> bool:
    visible = Answer.objects.visible_to(user).filter(pk=answer.pk)
    # Of a question that its author withdrew, the answers stay.
    question = Question.objects.with_places(user).filter(pk=answer.question_id)
    return not answer.is_withdrawn and visible.exists() and question.exists()


_READS: dict[type[Model], Callable[[Any, Any], bool]] = {
    Question: _reads_question,
    Answer: _reads_answer,
}


def is_readable(user: Any, content: Model) -> bool:
    """Whether this person may read this content, and its files, now; never, of what has none."""
    reads = _READS.get(type(content))
    return reads is not None and reads(user, content)


def with_files(contents: Iterable[Any]) -> None:
    """Give each content that has any (`files_count`) its files, as `content.joined`: those that
    moderation left online."""
    having: dict[tuple[Any, Any], Any] = {
        (type(one), one.pk): one for one in contents if one.files_count
    }
    for one in having.values():
        one.joined = []
    rows = Attachment.objects.of(having.values()).published().select_related("author")
    for row in rows if having else ():
        found = having.get((row.content_type.model_class(), row.object_id))  # type: ignore[union-attr]
        if found is not None:
            found.joined.append(row)


# Files sent with a text: new ones, and those already received for it.


MEGABYTES = MAX_BYTES // 2**20
FOR_WHOM = "Pour les personnes qui ne la voient pas. Par exemple : la facture, avec le total."


class FilesForm(PlainForm):
    """`kept` are the files already received for the text, each with its description and a box
    that takes it off."""

    files = CheckedFilesField(  # type: ignore[assignment]
        label="Joindre des images ou un PDF",
        required=False,
        help_text=f"{FILE_NUMBERS.files_max} fichiers au plus, {MEGABYTES} Mo chacun ; pour vos "
        f"premiers messages, {FILE_NUMBERS.newcomer_images} image. Le lieu et la date des photos "
        "sont effacés. Cachez les noms et les adresses. Un brouillon ne garde pas les fichiers.",
    )
    alt = forms.CharField(
        label="Ce que montre l’image",
        help_text=FOR_WHOM,
        max_length=ALT_MAX,
        required=False,
    )

    def __init__(self, *args: Any, kept: Sequence[Attachment] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = list(kept)
        self.fields[
            "files"
        ].help_text += (
            " Les fichiers ne sont pas gardés avec un brouillon : joignez-les le jour de l’envoi."
        )
        for row in self.kept:
            if row.is_image:
                self.fields[f"alt_{row.pk}"] = forms.CharField(
                    label=f"Ce que montre « {row.name} »",
                    help_text=FOR_WHOM,
                    max_length=ALT_MAX,
                    required=False,
                    initial=row.alt,
                )
            self.fields[f"retirer_{row.pk}"] = forms.BooleanField(
                label=f"Retirer « {row.name} »", required=False
            )

    def received(self) -> dict[str, Any]:
        """Parameters of `services.keep_files`."""
        data = self.cleaned_data
        return {
            "files": data["files"] or [],
            "alt": data["alt"],
            "alts": {
                row.pk: data[name]
                for row in self.kept
                if (name := f"alt_{row.pk}") in self.fields and name in self.data
            },
            "removed": [row.pk for row in self.kept if data[f"retirer_{row.pk}"]],
        }

    def says_nothing_of(self) -> list[Attachment]:
        """Images that nobody described yet."""
        return [row for row in self.kept if row.is_image and not row.alt]


RATE = "40/h"
BUSY = "Trop de fichiers envoyés à la suite. Réessayez dans une heure."
DESCRIBE = "Décrivez en une phrase chaque image jointe, plus bas."
AGAIN = "Un fichier n’est pas joint : l’explication est près du champ."


def files_form(request: HttpRequest) -> FilesForm | None:
    """The form of files of this page: as it was just received, else empty; None signed out."""
    if not request.user.is_authenticated:
        return None
    return getattr(request, "received_files", None) or FilesForm()


def files_waiting(request: HttpRequest) -> list[Attachment]:
    """What was received for the text on this page: shown before it is published."""
    form = files_form(request)
    return form.kept if form else []


def receive(request: HttpRequest, form: forms.Form) -> None:
    """Keep the files that came with `form`, already cleaned, even when the rest of it is wrong;
    what is wrong with them is added to its errors, and said beside their field."""
    key = form.cleaned_data.get("submission_key")
    user = request.user
    if not isinstance(user, User) or key is None:
        return
    waiting = list(Attachment.objects.pending(user).filter(form_key=key))
    if not request.FILES and not waiting:
        request.received_files = FilesForm()  # type: ignore[attr-defined]
        return
    sent = FilesForm(request.POST, request.FILES, kept=waiting)
    if request.FILES and not allow(request, action="attachments", rate=RATE):
        sent.add_error("files", BUSY)
    if sent.is_valid():
        try:
            kept = keep_files(actor=user, form_key=key, **sent.received())
        except FilesRefused as error:
            sent.add_error("files", str(error))
        else:
            sent = FilesForm(kept=kept)
    request.received_files = sent  # type: ignore[attr-defined]
    if sent.errors:
        form.add_error(None, AGAIN)
    elif sent.says_nothing_of():
        form.add_error(None, DESCRIBE)
