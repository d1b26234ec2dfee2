"""Acts on a case: what each asks first, following, handing over, the text of now, taking back."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from communaute.moderation.deadlines import undoable_until
from communaute.moderation.enums import DecisionKind, QueueState
from communaute.moderation.errors import HeldByColleagueError, ModerationError, StaleCaseError
from communaute.moderation.models import Case, Decision
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.outcome import notices_behind
from communaute.moderation.perms import (
    act_for,
    acting_organisations,
    can_moderate_content,
    has_reach,
)
from communaute.moderation.registry import by_key, listed_text, privacy_of
from communaute.moderation.services import (
    can_undo,
    claim_case,
    entrust,
    is_entrusted,
    open_own_case,
    passing_choices,
    release_case,
)
from communaute.moderation.services.notify import is_told_back

from ..forms import ActingForm, HandOverForm, QueueFilterForm
from ..lines import next_case
from ..screen import SESSION, texts_of_author, undo_together
from .queue import chosen_cases, require_queue

type View = Callable[..., HttpResponse]


def on_a_case(view: View) -> View:
    """A page on a case for somebody signed in; others come back to the case, not to the act."""

    @wraps(view)
    def checked(request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("moderation:case", args=[pk]))
        return view(request, pk)

    return checked


def signed_in_post(view: View) -> View:
    """An act by POST, on no case in particular; others come back to the queue."""

    @require_POST
    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(reverse("moderation:queue"))
        require_queue(request.user)
        return view(request)

    return checked


def signed_in_act(view: View) -> View:
    """An act on a case, by POST."""
    return require_POST(on_a_case(view))


def sent_decision(request: HttpRequest) -> QueryDict:
    """What was sent; the buttons that are always in sight say the decision by themselves."""
    sent = request.POST.copy()
    if "rapide" in sent:
        sent["kind"] = sent["rapide"]
    return sent


def acting_form(request: HttpRequest, case: Case) -> ActingForm:
    """In whose name: what was chosen, or the only possible one."""
    names = acting_organisations(request.user, case)
    only = {"au_nom_de": names[0].pk} if len(names) == 1 else {}
    form = ActingForm(request.POST.dict() | only, names=names)
    if not names:
        form.fields["au_nom_de"].required = False
    elif form.is_valid():
        act_for(request.user, case, form.cleaned_data["au_nom_de"])
    return form


OVER = (QueueState.DECIDED, QueueState.ALL, QueueState.ELSEWHERE)
NOTHING_LEFT = "Plus aucun dossier n’attend avec ces filtres."
HELD_LEFT = "Il ne reste, avec ces filtres, que ce qu’un collègue examine."


def go_on(request: HttpRequest, made: Iterable[Decision]) -> HttpResponse:
    """To the first case of the filter of the address that no colleague holds, else to the list;
    what was `made` may be undone there."""
    form = QueueFilterForm(request.GET)
    query = f"?{form.query}" if form.query else ""
    following = None if form.state in OVER else _following(request, form)
    remember(request, made, landing=following)
    if following is not None:
        return redirect(following.get_absolute_url() + query)
    if form.state not in OVER:
        left = chosen_cases(Case.objects.visible_to(request.user), form, request.user)  # type: ignore[arg-type]
        messages.info(request, HELD_LEFT if left.exists() else NOTHING_LEFT)
    return redirect(reverse("moderation:queue") + query)


def _following(request: HttpRequest, form: QueueFilterForm) -> Case | None:
    cases = Case.objects.visible_to(request.user)
    free = Q(claimed_by=None) | Q(claimed_by=request.user)
    return next_case(chosen_cases(cases, form, request.user).filter(free))  # type: ignore[arg-type]


@signed_in_act
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a case; `reprendre` takes it over from the colleague who holds it."""
    found = _case(request, pk)
    try:
        claim_case(actor=request.user, case=found, take_over="reprendre" in request.POST)  # type: ignore[arg-type]
    except (StaleCaseError, HeldByColleagueError) as error:
        messages.warning(request, str(error))
    return redirect(found)


@signed_in_act
def release(request: HttpRequest, pk: int) -> HttpResponse:
    left = release_case(actor=request.user, case=_case(request, pk))  # type: ignore[arg-type]
    if not left.is_open:
        messages.info(request, "Ce dossier est déjà décidé : il n’y a rien à rendre.")
    elif left.claimed_by is not None:
        messages.info(request, f"{left.claimed_by} suit maintenant ce dossier.")
    else:
        messages.success(request, "Le dossier est de nouveau dans la file.")
    return redirect("moderation:queue")


HANDED_OVER = "C’est transmis. La raison est dans le dossier."


@on_a_case
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Pass a case on: to a colleague, the lead, a neighbour agency or the national team."""
    found = _case(request, pk)
    choices = passing_choices(request.user, found)  # type: ignore[arg-type]
    posted = request.POST if request.method == "POST" else None
    form = HandOverForm(posted, choices=choices)
    status = 422 if form.errors else 200
    if posted is not None and "prendre" in posted:
        found, status = take_over(request, found), 200
        form = HandOverForm(initial=posted.dict(), choices=choices)
    elif form.is_valid():
        try:
            entrust(actor=request.user, case=found, **form.cleaned_data)  # type: ignore[arg-type]
        except ModerationError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, HANDED_OVER)
            return redirect("moderation:queue")
    if posted is not None and form.errors and _is_sent_again(request, pk, posted):
        messages.success(request, HANDED_OVER)
        return redirect("moderation:queue")
    page = {"case": found, "form": form, "choices": choices}
    return render(request, "moderation/hand_over.html", page, status=status)


def _is_sent_again(request: HttpRequest, pk: int, sent: QueryDict) -> bool:
    """Whether a second click is what is refused."""
    asked = {name: sent.get(name, "") for name in ("to", "why")}
    return is_entrusted(request.user, _case(request, pk), **asked)


def take_over(request: HttpRequest, case: Case) -> Case:
    """The case, taken from the colleague who held it; as it is now when it is decided already."""
    try:
        return claim_case(actor=request.user, case=case, take_over=True)  # type: ignore[arg-type]
    except StaleCaseError as error:
        messages.warning(request, str(error))
        return error.case


def _case(request: HttpRequest, pk: int) -> Case:
    return get_object_or_404(Case.objects.visible_to(request.user).for_list(), pk=pk)


@require_safe
@login_required
def author(request: HttpRequest, pk: int) -> HttpResponse:
    """The other texts of the author of a case, the last first, of one's territories."""
    cases = Case.objects.visible_to(request.user).for_list().select_related("author")
    found = get_object_or_404(cases.exclude(author=None), pk=pk)
    page = {
        "case": found,
        "texts": texts_of_author(request.user, found),
        "may_decide": has_reach(request.user, found),
    }
    return render(request, "moderation/author.html", page)


@require_POST
@login_required
def moderate(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Go to the case of a text, opened on one's own initiative when there is none."""
    kind = by_key(key)
    if kind is None:
        raise Http404
    rows = kind.model._default_manager.select_related("author", *kind.related)
    content = get_object_or_404(rows, pk=pk)
    if not can_moderate_content(request.user, content):
        raise Http404
    case = open_own_case(actor=request.user, kind=kind, content=content)  # type: ignore[arg-type]
    place = "#decision" if "masquer" in request.POST else ""
    return redirect(reverse("moderation:case", args=[case.pk]) + place)


UNDONE = "C’est annulé : rien n’a été envoyé, tout est comme avant."
# Who follows the space may have been told on the site, and somebody may have answered.
UNPUBLISHED = (
    "C’est annulé : nous n’avons pas dit cette décision à l’auteur. Entre-temps, le texte a pu "
    "être lu, et quelqu’un a pu y répondre."
)


def remember(
    request: HttpRequest, decisions: Iterable[Decision], *, landing: Case | None = None
) -> None:
    """Offer to undo these decisions, all at once, in the queue and on the page of the next case
    (`landing`)."""
    made = list(decisions)
    request.session[SESSION] = {
        "pks": [one.pk for one in made],
        "until": min(undoable_until(one.decided_at) for one in made).isoformat(),
        "said": _sentence(made, elsewhere=True),
        "landing": landing and landing.pk,
    }


def offer_on_its_page(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """What this person may still undo of this case, whatever was decided since of others."""
    decision = case.decisions.select_related("statement__appeal").last()
    if decision is None or not can_undo(request.user, decision, timezone.now()):
        return None
    until = undoable_until(decision.decided_at)
    return {"pks": [decision.pk], "until": until, "said": _sentence([decision], elsewhere=False)}


@signed_in_post
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the decisions that the page showed, if it is not too late: in another window, one
    may have decided since."""
    request.session.pop(SESSION, None)
    asked = [one for one in request.POST.getlist("decision") if one.isdecimal() and len(one) < 19]
    mine = Decision.objects.filter(decided_by=request.user, pk__in=asked)  # type: ignore[misc]
    made = list(mine.select_related("case"))
    if not made:
        messages.warning(request, "Il n’y a rien à annuler.")
        return redirect("moderation:queue")
    try:
        undo_together(actor=request.user, decisions=made)  # type: ignore[arg-type]
    except ModerationError as error:
        messages.warning(request, str(error))
        return redirect("moderation:queue")
    was_public = any(one.kind == DecisionKind.APPROVE for one in made)
    messages.success(request, UNPUBLISHED if was_public else UNDONE)
    return redirect(made[0].case) if len(made) == 1 else redirect("moderation:queue")


def _is_told_to_author(decision: Decision) -> bool:
    """Why it is restricted, that it is back, or that it is published at last; nothing of it to an
    account that is closed."""
    author = decision.case.author
    if author is None or not author.is_active:
        return False
    published = decision.kind == DecisionKind.APPROVE
    return published or hasattr(decision, "statement") or is_told_back(decision)


def _sentence(made: list[Decision], *, elsewhere: bool) -> str:
    return render_to_string("moderation/_done.txt", _said(made) | {"elsewhere": elsewhere}).strip()


def _said(made: list[Decision]) -> dict[str, Any]:
    first = made[0]
    # What a program keeps, or an author corrected, was reported by nobody.
    notices = [notice for one in made for notice in notices_behind(one.case).by_people()]
    if first.sanction:
        # Whoever reported the text learns what became of it, and nothing of its author.
        notices = []
    # Somebody who reported several of these texts is one person.
    # Nothing is sent to an account that is closed.
    open_notices = [one for one in notices if one.reporter is None or one.reporter.is_active]
    reachable = {one.reporter_id or one.reporter_email for one in open_notices} - {""}
    silent = [one for one in notices if not (one.reporter_id or one.reporter_email)]
    private = privacy_of(one.case for one in made)
    kind = DecisionKind(first.kind).named(private=private)
    return {
        "kind": first.get_sanction_display() or kind,
        "number": len(made),
        "case": first.case,
        "text": listed_text(first.case),
        "authors": len({one.case.author_id for one in made if _is_told_to_author(one)} - {None}),
        "told": len(reachable),
        "silent": len({one.visitor_key or one.pk for one in silent}),
        "minutes": NUMBERS.undo_minutes,
    }
