"""One exchange: reading, writing, sharing one's details, closing, reporting."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from communaute.moderation.reports import ReportForm
from communaute.notifications.words import in_the_morning
from communaute.questions.text_pipeline import session_drafts
from socle.ratelimit import allow
from socle.uploads import read_private

from ..contact_details import readable_text
from ..errors import ActedMeanwhile, DemandeError, DuplicateDemande, NotAllowed
from ..forms import MessageForm, VersionForm
from ..models import Attachment, Block, Demande, Message
from ..numbers import NUMBERS
from ..pages import is_outside, shown_files, thread_page
from ..perms import answers_for_organisation, is_party, mailbox_of
from ..querysets import DemandeQuerySet
from ..recipients import recipient_key
from ..services import messages as acts
from ..services.blocked_people import block, unblock
from ..services.reports import as_reported, report_message
from ..shared_requests import thread_for_members
from ..undo import draft_key, find_unsent, offer, remember

STALE = (
    "Votre session avait changé entre-temps. Votre texte est intact : relisez-le, puis envoyez-le."
)
BUSY = "Vous avez envoyé beaucoup de messages. Votre texte est gardé : réessayez dans une heure."


def _thread(request: HttpRequest, public_id: UUID) -> Demande:
    threads = Demande.objects.as_party(request.user).for_list()
    return find(request, threads, public_id)


def _shared(request: HttpRequest, public_id: UUID) -> Demande | None:
    """A request of one's building, whose writer lets the others read it."""
    rows = Demande.objects.shared_with(request.user).for_list()
    return rows.prefetch_related("followers__user").filter(public_id=public_id).first()


@never_cache
@session_drafts.keeps_text
def detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The thread, for its two sides; a POST writes in it. The others of the building read it, when
    its writer agrees."""
    if not request.user.is_authenticated:
        if request.method == "POST" and request.POST.get("body"):
            session_drafts.keep(
                request, draft_key(public_id), {"body": request.POST["body"][:5000]}
            )
        return redirect_to_login(request.get_full_path())
    try:
        demande = _thread(request, public_id)
    except Http404:
        if request.method == "POST" or (shared := _shared(request, public_id)) is None:
            raise
        return render(request, "demandes/member.html", thread_for_members(shared, request.user))
    if request.method != "POST":
        unsent = find_unsent(request, demande)
        form = MessageForm(initial=unsent | {"version": demande.version})
        return _show(request, demande, form, unsent=unsent)
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, demande, form, status=422)
    return _write(request, demande, form)


def _write(request: HttpRequest, demande: Demande, form: MessageForm) -> HttpResponse:
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, STALE)
        return _show(request, demande, form, status=403)
    if not allow(request, action="demande_message", rate=f"{NUMBERS.messages_an_hour}/h"):
        form.add_error(None, BUSY)
        return _show(request, demande, form, status=429)
    data = form.cleaned_data
    try:
        message = acts.post_message(
            actor=request.user,  # type: ignore[arg-type]
            demande=demande,
            body=data["body"],
            files=data["attachments"],
            submission_key=data["submission_key"],
            version=data["version"],
        )
    except NotAllowed:
        # The thread is theirs no longer (consent withdrawn, place left): not a word of it is shown.
        raise
    except ActedMeanwhile as error:
        demande = _thread(request, demande.public_id)
        form.refuse(error)
        form.act_on(demande)
        return _show(request, demande, form, status=409, meanwhile=error)
    except DemandeError as error:
        # Found again in the form once the thread is open.
        session_drafts.keep(request, draft_key(demande.public_id), {"body": data["body"]})
        form.refuse(error)
        return _show(request, demande, form, status=409)
    session_drafts.drop(request, draft_key(demande.public_id))
    # The same text, when it was first typed in the form of a request.
    recipient = demande.ambassadeur_id or demande.organisation_id
    session_drafts.drop(request, recipient_key(demande.kind, recipient))
    if not _offers_undo(request, demande):
        hour = in_the_morning("demandes.message")
        told = f"Votre message est envoyé. L’autre personne reçoit un courriel{hour}."
        if is_outside(demande) and not mailbox_of(demande):
            told = "Votre message est gardé ici. Personne ne peut le recevoir : appelez."
        messages.success(request, told)
    return redirect(f"{demande.get_absolute_url()}#message-{message.pk}")


def _offers_undo(request: HttpRequest, demande: Demande) -> bool:
    """Whether what was just done for an organisation may be taken back: the next page says so."""
    if not answers_for_organisation(request.user, demande):
        return False
    done = demande.acts.filter(actor=request.user).last()  # type: ignore[misc]
    return done is not None and remember(request, [done], back=demande.get_absolute_url())


def _show(
    request: HttpRequest, demande: Demande, form: MessageForm, status: int = 200, **more: Any
) -> HttpResponse:
    context = thread_page(request.user, demande)
    context |= {"form": form, "undos": offer(request, on=demande), "meanwhile": None} | more
    return render(request, "demandes/detail.html", context, status=status)


def _act(
    service: Callable[..., Any], done: str, *, is_versioned: bool = False
) -> Callable[..., HttpResponse]:
    """A button of the thread: does one thing, says so, comes back. `is_versioned`: it is refused
    when a colleague acted since the page was shown."""

    @require_POST
    @login_required
    def view(request: HttpRequest, public_id: UUID) -> HttpResponse:
        demande = _thread(request, public_id)
        form = VersionForm(request.POST)
        read = {"version": form.cleaned_data["version"]} if is_versioned and form.is_valid() else {}
        try:
            service(actor=request.user, demande=demande, **read)
        except DuplicateDemande as error:
            messages.error(request, str(error))
            return redirect(error.existing)
        except DemandeError as error:
            messages.error(request, str(error))
        else:
            if not (is_versioned and _offers_undo(request, demande)):
                messages.success(request, done)
        return redirect(demande)

    return view


share = _act(
    acts.share_contact,
    "C’est noté. La suite est écrite sous « Coordonnées ».",
)
keep = _act(
    acts.keep_contact,
    "C’est noté : votre accord est retiré. La suite est écrite sous « Coordonnées ».",
)
close = _act(acts.close, "Cet échange est clos. Il reste lisible ici.", is_versioned=True)
thank = _act(acts.thank, "Votre merci est transmis.")
reopen = _act(acts.reopen, "Cet échange est rouvert : vous pouvez écrire.")
block_person = _act(
    block,
    "C’est fait : cette personne ne peut plus vous écrire ici. Vos échanges en cours sont clos, et "
    "aucun de vous n’est inscrit à une visite à venir de l’autre.",
)


@require_POST
@login_required
def unblock_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one decided; from the thread or from the list."""
    found = Block.objects.of(request.user).filter(pk=pk).first()
    if found is None:
        messages.info(request, "Il n’y a plus de blocage à lever.")
        return redirect("demandes:list")
    thread = found.demande
    unblock(actor=request.user, found=found)  # type: ignore[arg-type]
    messages.success(request, "C’est fait : cette personne peut de nouveau vous écrire.")
    readable = thread is not None and is_party(request.user, thread)
    return redirect(thread if readable and thread else "demandes:list")


@never_cache
@require_safe
@login_required
def attachment(request: HttpRequest, public_id: UUID, pk: int) -> FileResponse:
    """A file of the thread, for those who read it, always as a download."""
    demande = _shared(request, public_id) or _thread(request, public_id)
    shown = Message.objects.shown_to(request.user, demande)
    readable = (shown if is_party(request.user, demande) else shown.told()).filter(hidden_at=None)
    found = get_object_or_404(Attachment.objects.filter(message__in=readable), pk=pk)
    return FileResponse(
        read_private(found.file),
        as_attachment=True,
        filename=dict(shown_files(found.message, demande))[found],
        content_type=found.content_type,
    )


@login_required
def report(request: HttpRequest, public_id: UUID, pk: int) -> HttpResponse:
    """Show one message, and three on each side, to moderation."""
    message = _message_of_the_other(request, public_id, pk)
    form = ReportForm(request.POST if request.method == "POST" else None, anonymous=False)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("category", "explanation", "legal_ref")}
        return redirect(report_message(actor=request.user, message=message, **said))  # type: ignore[arg-type]
    context = {
        "form": form,
        "demande": message.demande,
        "text": readable_text(message, message.demande),
        "is_local": as_reported(message).departement_id is not None,
        "neighbours": NUMBERS.neighbours,
    }
    status = 422 if form.errors else 200
    return render(request, "demandes/report.html", context, status=status)


def _message_of_the_other(request: HttpRequest, public_id: UUID, pk: int) -> Message:
    """A readable message of one's thread (404), not one's own (403)."""
    shown = Message.objects.shown_to(request.user, _thread(request, public_id))
    readable = shown.filter(hidden_at=None).select_related("author", "demande__departement")
    message = get_object_or_404(readable, pk=pk)
    if message.author_id == request.user.pk:
        mine = "C’est votre message : on ne signale pas son propre texte."
        raise PermissionDenied(mine)
    return message


WITHDRAWN = (
    "La personne a retiré sa demande, ou fermé son compte : rien n’est parti, et vous ne pouvez "
    "plus lire cette demande."
)


def find(request: HttpRequest, rows: DemandeQuerySet, public_id: UUID) -> Demande:
    """One of these (404). What is sent about one that an operator read, and that was withdrawn
    since, is NotAllowed: the page of a refusal gives back what was typed."""
    found = rows.filter(public_id=public_id).first()
    if found is not None:
        return found
    withdrawn = Demande.objects.withdrawn_from(request.user).filter(public_id=public_id)
    if request.method == "POST" and withdrawn.exists():
        raise NotAllowed(WITHDRAWN)
    raise Http404
