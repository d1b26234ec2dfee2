"""Take a measure towards the author of a text, or propose it to a second person."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from communaute.comptes.models import User
from communaute.moderation.decision_rules.rights import measure_say
from communaute.moderation.enums import Say
from communaute.moderation.errors import (
    HeldByColleagueError,
    InvalidDecisionError,
    StaleCaseError,
)
from communaute.moderation.kinds_of_contents import content_of
from communaute.moderation.models import Case
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.perms import act_for, acting_organisations
from communaute.moderation.sanctions.reading import Past, history_of, ladder_for
from communaute.moderation.sanctions.services import propose_measure, sanction_person
from communaute.moderation.services import stale
from socle.numbers import quantity

from ..forms import ActingForm
from ..pages import day_of, wordings_for
from ..views import acts
from ..views.acts import on_a_case
from .forms import MeasureForm
from .proposals import mail_of_measure

PROPOSED = (
    "C’est proposé : une deuxième personne confirme, ou non. D’ici là, rien ne change pour la "
    "personne, et rien ne lui est dit."
)


@require_http_methods(["GET", "HEAD", "POST"])
@on_a_case
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The ladder, what was given before, the form; then what was decided or proposed."""
    user, found = cast("User", request.user), _case(request, pk)
    history = history_of(user, cast("User", found.author))
    names = acting_organisations(user, found)
    acting = _acting(request, found)
    form = _form(user, found, history, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, found, form, history, acting)
    if form.is_late(found.version):
        form.data = form.data.copy()
        form.data["version"] = found.version
        form.add_error(None, str(stale(found)))
        return _page(request, found, form, history, acting, status=409)
    if not form.is_valid() or (names and not acting.is_valid()):
        return _page(request, found, form, history, acting, status=422)
    asked = {"sanction": form.cleaned_data["sanction"], "hours": form.hours}
    say = measure_say(user, found, **asked)
    if say == Say.NO:
        form.add_error("until", _too_long())
        return _page(request, found, form, history, acting, status=422)
    if "apercu" in request.POST:
        preview = mail_of_measure(user, found, **asked, reasons=form.reasons())
        return _page(request, found, form, history, acting, preview=preview)
    asked |= {"version": form.cleaned_data["version"], "reasons": form.reasons()}
    asked |= {"note": form.cleaned_data["note"]}
    try:
        if say == Say.PROPOSE:
            proposal = propose_measure(actor=user, case=found, **asked)
            messages.success(request, PROPOSED)
            return redirect(proposal)
        decision = sanction_person(actor=user, case=found, **asked)
    except (StaleCaseError, HeldByColleagueError, InvalidDecisionError) as error:
        form.add_error(None, str(error))
        return _page(request, found, form, history, acting, status=409)
    acts.remember(request, [decision])
    return redirect(found)


def _case(request: HttpRequest, pk: int) -> Case:
    rows = Case.objects.visible_to(request.user).for_list().select_related("author")
    return get_object_or_404(rows.exclude(author=None), pk=pk)


def _form(user: User, case: Case, history: list[Past], data: Any) -> MeasureForm:
    kind, content = content_of(case)
    text = kind.text(content) if kind and content else case.snapshot
    ladder = ladder_for(user, case, history)
    asked = {"ladder": ladder, "on": day_of(content), "text": text, "known": wordings_for(case)}
    if data is not None:
        return MeasureForm(data, **asked)
    following = next(str(rung.kind) for rung in ladder if rung.is_next)
    return MeasureForm(initial={"version": case.version, "sanction": following}, **asked)


def _acting(request: HttpRequest, case: Case) -> ActingForm:
    """In whose name: what was chosen, or the only possible one."""
    names = acting_organisations(request.user, case)
    if request.method != "POST":
        return ActingForm(names=names)
    only = {"au_nom_de": names[0].pk} if len(names) == 1 else {}
    form = ActingForm(request.POST.dict() | only, names=names)
    if names and form.is_valid():
        act_for(request.user, case, form.cleaned_data["au_nom_de"])
    return form


def _too_long() -> str:
    days = quantity(NUMBERS.alone_days, "jour")
    return (
        f"Au-delà de {days}, la mesure se propose par une personne responsable : choisissez un "
        "jour plus proche, ou confiez-lui le dossier."
    )


def _page(
    request: HttpRequest,
    case: Case,
    form: MeasureForm,
    history: list[Past],
    acting: ActingForm,
    *,
    preview: str = "",
    status: int = 200,
) -> HttpResponse:
    kind, content = content_of(case)
    context = {
        "case": case,
        "kind": kind,
        "content": content,
        "form": form,
        "ladder": list(form.ladder.values()),
        "history": history,
        "acting": acting,
        "names": acting_organisations(request.user, case),
        "preview": preview,
        "today": timezone.localdate(),
    }
    return render(request, "moderation/sanctions/take.html", context, status=status)
