"""Asking: the one-screen form, what happens next, and the list of one's exchanges."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from ambassadeurs.coproprietes.errors import BuildingKnown
from ambassadeurs.coproprietes.models import Copropriete
from ambassadeurs.coproprietes.projects.forms import KnownForm
from ambassadeurs.coproprietes.projects.views_members import answer_known
from ambassadeurs.reseaux.address_test.forms import forget_address, tested_address
from communaute.comptes.services import change_display_name
from communaute.questions.text_pipeline import session_drafts
from socle.hooks import hooked
from socle.keyset import KeysFirstPaginator
from socle.ratelimit import allow

from .. import groups
from ..enums import Kind, Purpose, State
from ..errors import AskedByMember, DemandeError, DemandeToOneself, DuplicateDemande, NotContactable
from ..forms import (
    AgencyPlaceForm,
    DemandeForm,
    MessageForm,
    RecipientForm,
)
from ..mailbox import given_address
from ..models import Block, Demande
from ..names import blocked_name
from ..pages import in_words, is_outside
from ..perms import is_asked_by_member
from ..recipients import (
    Recipient,
    buildings_to_write_for,
    expected_before,
    next_best,
    refusal,
)
from ..services.demandes import (
    open_demande,
    open_demande_and_complete_building,
    open_demande_for_new_building,
)
from ..services.desk_acts import as_told
from ..services.together import withdraw_together
from ..shared_requests import line_of
from ..undo import draft_key
from .threads import STALE

PAGE_SIZE = 20
# A message refused by one ambassador, offered again in the form of the next one.
CARRIED = "request_carried"
ALREADY_CLOSED = "Ces échanges étaient déjà clos."
ADDED = "C’est ajouté à votre échange : {name} le sait. Votre demande continue ici."
BUSY = "Trop d’envois à la suite. Votre texte est gardé ci-dessous : réessayez dans une heure."


@never_cache
@session_drafts.keeps_text
def new(request: HttpRequest) -> HttpResponse:
    """The request form: to whom is in the address, the rest on one screen."""
    asked = RecipientForm(request.GET)
    test = asked.value("test")
    tested = tested_address(request, test)
    building = asked.building(request.user, tested)
    recipient = asked.recipient(building)
    if not recipient.is_known:
        return _nobody(request, recipient)
    reason = refusal(request.user, recipient)
    existing = _existing(request, recipient, building)
    theirs = _of_members(request, recipient, building)
    taken = {one for each in theirs for one in each.purposes}
    offer = ""
    if recipient.kind == Kind.AGENCE:
        (offer_message,) = hooked("demandes.offer_message")
        offer = offer_message(asked.value("offre") or "")
    trial = {"test": test, "tested": tested, "existing": existing}
    trial |= {"taken": taken, "has_offer": bool(offer)}
    if request.method != "POST":
        purpose = asked.value("objet") or ""
        is_asked = existing is not None and purpose in existing.purposes
        if existing is not None and (is_asked or not existing.purposes_left):
            return _already(request, recipient, existing, offer)
        kept = session_drafts.find(request, CARRIED) | session_drafts.find(request, recipient.key)
        wanted = purpose or kept.get("purpose", "")
        if theirs and (wanted in taken or not set(recipient.purposes) - taken):
            first = next((one for one in theirs if wanted in one.purposes), theirs[0])
            return _asked_by_member(request, recipient, first, offer or kept.get("message", ""))
        if reason:
            return _unavailable(request, recipient, reason, building, purpose)
        given = {"message": offer} if offer else {}
        initial = ({"purpose": purpose} if purpose else {}) | given | kept
        return _show(request, _form(request, recipient, building, **trial, initial=initial))
    form = _form(request, recipient, building, **trial, data=request.POST)
    # Shown to somebody signed in, whose building is known, and sent once the session ended.
    was_signed_in = not request.user.is_authenticated and "commune" not in request.POST
    if "message" in form.errors or (form.errors and not was_signed_in):
        return _show(request, form, status=422)
    if not request.user.is_authenticated:
        return _keep_and_sign_in(request, form)
    return _send(request, form)


def _existing(
    request: HttpRequest, recipient: Recipient, building: Copropriete | None
) -> Demande | None:
    """The open request of this person, for this building, to this recipient."""
    if building is None or not request.user.is_authenticated:
        return None
    found = Demande.objects.already_open(
        requester=request.user,
        copropriete=building,
        ambassadeur=recipient.ambassadeur,
        organisation=recipient.organisation,
    )
    return found.first()


def _of_members(
    request: HttpRequest, recipient: Recipient, building: Copropriete | None
) -> list[Demande]:
    """What others of the building ask of this organisation now."""
    if building is None or recipient.organisation is None or not request.user.is_authenticated:
        return []
    rows = Demande.objects.asked_by_others(request.user, building, recipient.organisation)
    return [one for one in rows.for_members() if is_asked_by_member(one)]


def _asked_by_member(
    request: HttpRequest, recipient: Recipient, theirs: Demande, text: str = "", status: int = 200
) -> HttpResponse:
    """Another member asked it: where it stands, and how to join it."""
    context = {"recipient": recipient, "line": line_of(theirs, request.user)}
    context |= {"texts": [text] if text else []}
    return render(request, "demandes/asked_by_member.html", context, status=status)


def _already(
    request: HttpRequest, recipient: Recipient, existing: Demande, offer: str
) -> HttpResponse:
    """It is asked already: the way to the thread, with the text kept meanwhile or the offer to read
    again, and to what may still be asked in it."""
    kept = session_drafts.find(request, CARRIED) | session_drafts.find(request, recipient.key)
    text = kept.get("message", offer)
    context = {
        "recipient": recipient,
        "existing": existing,
        "form": MessageForm(initial={"body": text}) if text else None,
        "more": [(one.label, _asking(request, one)) for one in existing.purposes_left],
    }
    return render(request, "demandes/already.html", context)


def _asking(request: HttpRequest, purpose: Purpose) -> str:
    """The same form, for this purpose."""
    query = request.GET.copy()
    query["objet"] = purpose
    return f"?{query.urlencode()}"


def _form(request: HttpRequest, recipient: Recipient, building: Any, **kwargs: Any) -> DemandeForm:
    return DemandeForm(user=request.user, recipient=recipient, building=building, **kwargs)


def _send(request: HttpRequest, form: DemandeForm) -> HttpResponse:
    if request.form_is_stale:  # type: ignore[attr-defined]
        form.add_error(None, STALE)
        return _show(request, form, status=403)
    try:
        demande = _opened(request, form)
    except DuplicateDemande as error:
        return _to_existing(request, form, error)
    except AskedByMember as error:
        text = form.cleaned_data["message"]
        return _asked_by_member(request, form.recipient, error.existing, text, status=409)
    except (NotContactable, DemandeToOneself) as error:
        session_drafts.keep(request, CARRIED, {"message": form.cleaned_data["message"]})
        reason = refusal(request.user, form.recipient) or str(error)
        asked = form.cleaned_data["purpose"]
        return _unavailable(request, form.recipient, reason, form.building, asked, status=409)
    except BuildingKnown as error:
        return _known(request, form, error)
    except DemandeError as error:
        form.refuse(error)
        return _show(request, form, status=form.http_status)
    except ValidationError as error:
        form.add_error(None, error.messages)  # type: ignore[arg-type]
        return _show(request, form, status=form.http_status)
    session_drafts.drop(request, form.recipient.key)
    session_drafts.drop(request, CARRIED)
    response = redirect("demandes:sent", public_id=demande.public_id)
    if demande.submission_key != form.cleaned_data["submission_key"]:
        messages.success(request, ADDED.format(name=form.recipient.name))
        response = redirect(demande)
    forget_address(response)
    return response


def _known(request: HttpRequest, form: DemandeForm, error: BuildingKnown) -> HttpResponse:
    """Others follow this building: ask them, the message kept meanwhile, or record it apart."""
    known = answer_known(request, error)
    if known is not None:
        return _show(request, form, status=409, known=known)
    session_drafts.keep(request, form.recipient.key, form.for_session())
    return redirect("ambassadeurs:project_home")


def _to_existing(request: HttpRequest, form: DemandeForm, error: DuplicateDemande) -> HttpResponse:
    """The open request, with what was just written ready to be sent in it."""
    kept = {"body": form.cleaned_data["message"]}
    session_drafts.keep(request, draft_key(error.existing.public_id), kept)
    session_drafts.drop(request, form.recipient.key)
    messages.info(request, f"{error} Votre nouveau message est gardé en bas, prêt à envoyer.")
    return redirect(error.existing)


def _opened(request: HttpRequest, form: DemandeForm) -> Demande:
    data, recipient = form.cleaned_data, form.recipient
    if data.get("display_name"):
        change_display_name(actor=request.user, display_name=data["display_name"])  # type: ignore[arg-type]
    common: dict[str, Any] = {
        "actor": request.user,
        "kind": recipient.kind,
        "purpose": data["purpose"],
        "message": data["message"],
        "share": set(data["share"]),
        "consent": data.get("consent", False),
        "ambassadeur": recipient.ambassadeur,
        "organisation": recipient.organisation,
        "reseau": recipient.reseau,
        "for_members": data.get("for_members", False),
        "submission_key": data["submission_key"],
    }
    if form.building is not None and any(form.completion().values()):
        return open_demande_and_complete_building(
            copropriete=form.building, **form.completion(), **common
        )
    if form.building is not None:
        return open_demande(copropriete=form.building, **common)
    apart = KnownForm(request.POST, user=request.user).chooses(KnownForm.APART)  # type: ignore[arg-type]
    building = form.new_building() | {"apart": apart}
    return open_demande_for_new_building(building=building, **common)


def _keep_and_sign_in(request: HttpRequest, form: DemandeForm) -> HttpResponse:
    if not allow(request, action="request_draft", rate="20/h"):
        form.add_error(None, BUSY)
        return _show(request, form, status=429)
    session_drafts.keep(request, form.recipient.key, form.for_session())
    messages.info(
        request,
        "Votre message est prêt et gardé. Connectez-vous ou créez un compte : "
        "vous le retrouverez, et il ne restera qu’à l’envoyer.",
    )
    return redirect_to_login(request.get_full_path())


def _show(
    request: HttpRequest, form: DemandeForm, status: int = 200, known: KnownForm | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "known": known,
        "recipient": form.recipient,
        "building": form.building,
        "buildings": list(buildings_to_write_for(request.user)),
        "address": request.get_full_path(),
        "existing": form.existing,
        "has_draft": request.method == "GET"
        and bool(session_drafts.find(request, form.recipient.key)),
    }
    return render(request, "demandes/new.html", context, status=status)


def _unavailable(
    request: HttpRequest,
    recipient: Recipient,
    reason: str,
    building: Copropriete | None,
    purpose: str,
    status: int = 200,
) -> HttpResponse:
    """Say why, and who else may answer."""
    one = recipient.ambassadeur
    others = one and next_best(
        user=request.user,
        building=building,
        reseau=recipient.reseau,
        purpose=purpose,
        tried={one.pk},
    )
    carried = session_drafts.find(request, CARRIED).get("message", "")
    context = {"recipient": recipient, "reason": reason, "others": others, "carried": carried}
    # Whom else is asked for the same building, likeness said, and for the same thing.
    context |= {"building": building, "purpose": purpose}
    return render(request, "demandes/unavailable.html", context, status=status)


def _nobody(request: HttpRequest, recipient: Recipient) -> HttpResponse:
    """No agency or operator known here: ask for the commune, or give the national number."""
    given = request.GET if "commune" in request.GET else None
    form = AgencyPlaceForm(given, initial={"offre": request.GET.get("offre", "")})
    context = {"recipient": recipient, "form": form}
    return render(request, "demandes/nobody.html", context, status=form.http_status)


@require_safe
@login_required
def sent(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """It is sent: what happens next, and when."""
    asked = Demande.objects.for_list().filter(requester=request.user)
    demande = get_object_or_404(asked, public_id=public_id)
    if demande.state != State.WAITING:
        # Read again later: what was to happen then has happened.
        return redirect(demande)
    context = {
        "demande": demande,
        "before": in_words(
            expected_before(demande.kind, demande.created_at, demande.departement_id)
        ),
        "outside": is_outside(demande),
        "given_address": given_address(demande),
    }
    return render(request, "demandes/sent.html", context)


@require_safe
@login_required
def exchanges(request: HttpRequest) -> HttpResponse:
    """One's own requests, those of one's buildings, and those one receives."""
    form = groups.ListForm(request.GET)
    sides = {
        "envoyees": Demande.objects.sent_by(request.user).one_a_group(),
        "copropriete": Demande.objects.of_members(request.user).order_by("-last_act_at", "-pk"),
        "recues": Demande.objects.received_by(request.user),
    }
    counts = {name: sides[name].count() for name in ("envoyees", "recues")}
    side = form.side() or next((name for name, count in counts.items() if count), "")
    if side in ("", "copropriete"):
        # Counted only when it is shown: nobody waits there for this person.
        counts["copropriete"] = sides["copropriete"].count()
        side = side or ("copropriete" if counts["copropriete"] else "envoyees")
    whole = Demande.objects.for_exchanges()
    if side == "copropriete":
        whole = Demande.objects.for_members()
    paginator = KeysFirstPaginator(sides[side], PAGE_SIZE, count=counts[side], whole=whole)
    page = paginator.get_page(form.number())
    lines = groups.lines_of(side, request.user, list(page.object_list))
    blocks = [(one, blocked_name(one)) for one in Block.objects.of(request.user).for_list()]
    context = {
        "side": side,
        "counts": counts,
        "page_obj": page,
        "lines": lines,
        "blocks": blocks,
    }
    return render(request, "demandes/list.html", context)


@login_required
def withdraw_group(request: HttpRequest, batch: UUID) -> HttpResponse:
    """Ask, then end at once all that was asked for several buildings."""
    found = list(Demande.objects.sent_by(request.user).filter(batch=batch).for_exchanges())
    if not found:
        raise Http404
    if request.method == "POST":
        if withdraw_together(actor=request.user, batch=batch):  # type: ignore[arg-type]
            messages.success(request, "C’est fait : vos échanges sont clos.")
        else:
            messages.info(request, ALREADY_CLOSED)
        return redirect("demandes:list")
    as_told(found)
    still_open = [one for one in found if one.state != State.CLOSED]
    if not still_open:
        messages.info(request, ALREADY_CLOSED)
        return redirect("demandes:list")
    context = {"demandes": still_open, "organisation": found[0].organisation}
    return render(request, "demandes/withdraw_group.html", context)
