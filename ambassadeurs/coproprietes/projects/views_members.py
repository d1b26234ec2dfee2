"""Who takes part in a building: inviting, accepting, leaving."""

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from communaute.comptes.services import change_display_name
from socle.calendar import date_format
from socle.ratelimit import allow

from .. import join_requests
from ..errors import BuildingKnown, CoproprieteError, InvitationUnusable
from ..models import Invitation, JoinRequest
from ..numbers import NUMBERS
from ..services import is_followed, is_kept
from . import invitations, services
from .forms import InvitationForm, KnownForm

TOO_MANY, GONE, NOT_FOUND = 429, 410, 404
STILL_SPEAKS = (
    "Vous n’êtes plus membre. Votre mandat d’ambassadeur vous laisse lire et compléter cette page."
)
BY_MANDATE = (
    "Vous lisez cette copropriété par votre mandat d’ambassadeur. Vous pouvez l’arrêter ici."
)
BUSY = "Trop d’invitations à la suite. Réessayez dans une heure."


@login_required
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a neighbour by mail."""
    building = services.own_building(request.user, pk)
    form = InvitationForm(request.POST if request.method == "POST" else None)
    send = partial(invitations.invite, actor=request.user, copropriete=building)
    is_busy = form.is_valid() and not allow(request, action="invite", rate="20/h")
    if is_busy:
        form.add_error("email", BUSY)
    elif form.saves(send, CoproprieteError, field="email"):
        messages.success(
            request,
            f"L’invitation est partie à {form.cleaned_data['email']}. "
            f"Elle vaut {NUMBERS.invitation_days} jours.",
        )
        return redirect("ambassadeurs:project", building.pk)
    status = TOO_MANY if is_busy else form.http_status
    context = {"form": form, "copropriete": building}
    return render(request, "coproprietes/project_invite.html", context, status=status)


@require_POST
@login_required
def withdraw(request: HttpRequest, pk: int, invitation: int) -> HttpResponse:
    """Take back an invitation that waits."""
    building = services.own_building(request.user, pk)
    row = Invitation.objects.filter(pk=invitation, copropriete=building).first()
    if row is None:
        messages.info(request, "Cette invitation était déjà retirée.")
    elif invitations.withdraw_invitation(actor=request.user, invitation=row):  # type: ignore[arg-type]
        messages.success(request, "L’invitation est retirée : son lien ne mène plus nulle part.")
    else:
        messages.info(request, "Cette invitation a été acceptée : la personne participe déjà.")
    return redirect("ambassadeurs:project", pk)


def answer_known(request: HttpRequest, error: BuildingKnown) -> KnownForm | None:
    """Others follow the building that was told: the choice to show, or None once the members are
    asked, when that is what was chosen."""
    form = KnownForm(request.POST, user=request.user)  # type: ignore[arg-type]
    form.told_as = error.told_as
    if not form.chooses(KnownForm.JOIN):
        return form
    if name := form.cleaned_data.get("display_name"):
        change_display_name(actor=request.user, display_name=name)  # type: ignore[arg-type]
    try:
        asked = join_requests.ask_to_join(
            actor=request.user,  # type: ignore[arg-type]
            copropriete=error.building,
            told_as=error.told_as,
        )
    except CoproprieteError as problem:
        form.add_error(None, str(problem))
        return form
    messages.success(
        request,
        "Votre demande est partie à celles et ceux qui suivent cette copropriété. Leur réponse "
        f"arrive par courriel ; sans elle le {date_format(localtime(asked.until), 'j F')}, votre "
        "demande s’arrête, et nous vous l’écrivons.",
    )
    return None


@require_POST
@login_required
def answer_join(request: HttpRequest, pk: int, join_request: int) -> HttpResponse:
    """Welcome a person who asks to take part, or turn them away."""
    building = services.own_building(request.user, pk)
    asked = building.join_requests.select_related("user").filter(pk=join_request).first()
    if "welcome" in request.POST:
        answer = join_requests.welcome
        done = "{} participe maintenant avec vous."
    else:
        answer = join_requests.turn_away
        done = "La demande est close, sans dire par qui."
    if asked and answer(actor=request.user, asked=asked):  # type: ignore[arg-type]
        messages.success(request, done.format(asked.user.public_name))
    else:
        messages.info(
            request, "Cette demande est déjà close : on y a répondu, ou elle est retirée."
        )
    return redirect("ambassadeurs:project", building.pk)


@require_POST
@login_required
def take_back_join(request: HttpRequest, join_request: int) -> HttpResponse:
    """Take back one's own request."""
    asked = JoinRequest.objects.filter(pk=join_request, user=request.user).first()
    if asked is None:
        messages.info(request, "Cette demande est déjà close : voici vos copropriétés.")
    else:
        join_requests.take_back(actor=request.user, asked=asked)  # type: ignore[arg-type]
        messages.success(request, "Votre demande est retirée.")
    return redirect("ambassadeurs:project_home")


@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link: who invites, to what; accepting is a POST by a signed-in person."""
    template = "coproprietes/invitation.html"
    try:
        found = invitations.find_invitation(token)
        if _takes_part(request, found):
            return redirect("ambassadeurs:project", found.copropriete_id)
        invitations.check_open(found)
        if request.method != "POST":
            return render(request, template, {"invitation": found, "problem": ""})
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        building = invitations.accept_invitation(actor=request.user, token=token)  # type: ignore[arg-type]
    except InvitationUnusable as problem:
        status = NOT_FOUND if str(problem) == InvitationUnusable.UNKNOWN else GONE
        context = {"invitation": None, "problem": str(problem)}
        return render(request, template, context, status=status)
    messages.success(request, f"Bienvenue. Vous participez maintenant à « {building.name} ».")
    return redirect("ambassadeurs:project", building.pk)


def _takes_part(request: HttpRequest, found: Invitation) -> bool:
    return services.buildings_of(request.user).filter(pk=found.copropriete_id).exists()


@login_required
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a building, after having read what it means."""
    building = services.own_building(request.user, pk)
    if not building.memberships.filter(user=request.user.pk).exists():
        messages.info(request, BY_MANDATE)
        return redirect("ambassadeurs:mandate")
    speaks = building.ambassadeurs.public().filter(user=request.user.pk).exists()
    if request.method == "POST":
        is_erased = services.leave_building(actor=request.user, copropriete=building)  # type: ignore[arg-type]
        done = STILL_SPEAKS if speaks else "Vous avez quitté la copropriété."
        messages.success(request, f"{done} Ses données sont effacées." if is_erased else done)
        return redirect("ambassadeurs:project_home")
    others = building.memberships.filter(user__is_active=True).exclude(user=request.user)
    stays = is_followed(building, without=request.user)
    context = {
        "copropriete": building,
        "others": others.count(),
        "speaks": speaks,
        "is_erased": not stays and not is_kept(building),
        # Nobody else is there to answer them.
        "waiting": 0 if stays else building.join_requests.count(),
    }
    return render(request, "coproprietes/project_leave.html", context)
