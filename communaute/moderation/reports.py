"""Reporting a text: what is asked, and what is offered with it.

Reporting a text, following one's report, contesting its outcome.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.text import Truncator
from django.views.decorators.http import require_POST, require_safe

from cms.site.feedback import finished
from communaute.comptes.forms import EMAIL_MAX, EMAIL_TOO_LONG
from communaute.moderation.enums import NoticeCategory, NoticeSource
from communaute.moderation.errors import AppealRefusedError
from communaute.moderation.models import Decision, ModeratedContent, Notice
from communaute.moderation.numbers import NUMBERS
from communaute.moderation.outcome import last_told, outcome_of
from communaute.moderation.perms import can_moderate, can_report
from communaute.moderation.reasons import EXAMPLES
from communaute.moderation.registry import ModeratedType, by_key, is_private
from communaute.moderation.services import contest_outcome, standing_notice
from communaute.moderation.services import report as record_report
from communaute.moderation.services.contests import can_contest
from socle.calendar import date_format
from socle.errors import NoLonger
from socle.forms import PlainForm
from socle.numbers import quantity
from socle.ratelimit import allow

from .registry import by_model, others_of
from .report_rules import source_of

EXCERPT_CHARS = 120
type Offered = dict[str, Other]


@dataclass(frozen=True)
class Other:
    """A text that may be reported with another, and the words that offer it."""

    kind: ModeratedType
    content: ModeratedContent

    @property
    def reported(self) -> tuple[ModeratedType, ModeratedContent]:
        return self.kind, self.content

    @property
    def label(self) -> str:
        plain = self.kind.plain(self.kind.text(self.content))
        words = Truncator(" ".join(plain.split())).chars(EXCERPT_CHARS)
        day = date_format(self.content.created_at, "j F Y")
        return f"{self.kind.label} du {day} : « {words} »"


def offered_with(kind: ModeratedType, content: ModeratedContent) -> Offered:
    """What else the author recently published, the same discussion first, by form value."""
    if content.author_id is None:
        return {}
    found: Offered = {}
    for other in others_of(kind, content, NUMBERS.offered_texts):
        of_kind = by_model(type(other))
        if of_kind is not None:
            found[f"{of_kind.key}-{other.pk}"] = Other(of_kind, other)
    return found


VISITOR = "visitor_key"
TOO_MANY = (
    "Vous avez envoyé beaucoup de signalements aujourd’hui. Réessayez demain, ou écrivez-nous "
    "si c’est urgent."
)
SENT_BEFORE = "Vous avez déjà demandé une nouvelle lecture, avec un autre texte : il reste."
READ_AGAIN = (
    "C’est bien reçu. Quelqu’un d’autre va relire ce texte : la suite se lira sur cette page."
)


def report(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Report one text, with or without an account; one answer for all that is not online, but for
    who reported it: their report may be what hid it."""
    kind = by_key(key)
    content = _published(request, kind, pk)
    if kind is not None and content is None and (mine := _reported(request, kind, pk)) is not None:
        return redirect(mine)
    if kind is None or content is None:
        return render(request, "moderation/report_gone.html", status=404)
    if not can_report(request.user, content):
        return render(request, "moderation/report_own.html", {"content": content}, status=403)
    visitor = request.session.get(VISITOR, "")
    earlier = standing_notice(actor=request.user, content=content, visitor_key=visitor)
    if earlier is not None:
        return HttpResponseRedirect(f"{earlier.get_absolute_url()}?deja=1")
    offered = offered_with(kind, content)
    form = _form(request, offered)
    status = 422 if form.errors else 200
    if form.is_valid():
        rate = f"{NUMBERS.reports_per_day}/d"
        if allow(request, action="moderation_report", rate=rate):
            return redirect(_record(request, form, (kind, content), offered))
        form.add_error(None, TOO_MANY)
        status = 429
    page = {"form": form, "kind": kind, "content": content, "text": kind.text(content)}
    return render(request, "moderation/report.html", page, status=status)


@require_safe
def notice(request: HttpRequest, puid: uuid.UUID) -> HttpResponse:
    """What became of a report: its address is known to its sender only."""
    return _follow_up(request, _notice(puid), ContestForm())


@require_POST
def contest(request: HttpRequest, puid: uuid.UUID) -> HttpResponse:
    """Ask for somebody else to read again what was left online."""
    found = _notice(puid)
    form = ContestForm(request.POST)
    if not form.saves(partial(contest_outcome, notice=found), AppealRefusedError):
        return _follow_up(request, found, form, status=form.http_status)
    again = form.saved
    if again.explanation != form.cleaned_data["text"]:
        raise NoLonger(SENT_BEFORE, again.get_absolute_url())
    if again.case.is_open:
        finished(request, READ_AGAIN)
    else:
        messages.info(request, "Cette nouvelle lecture est déjà faite : en voici la suite.")
    return redirect(again)


def _published(
    request: HttpRequest, kind: ModeratedType | None, pk: int
) -> ModeratedContent | None:
    if kind is None:
        return None
    readable = kind.model._default_manager.visible_to(request.user).published()  # type: ignore[attr-defined]
    return readable.select_related("author", *kind.related).filter(pk=pk).first()


def _reported(request: HttpRequest, kind: ModeratedType, pk: int) -> Notice | None:
    """The last report of this person, or browser, about a text that is not online."""
    content = kind.model._default_manager.filter(pk=pk).first()
    visitor = request.session.get(VISITOR, "")
    return content and Notice.objects.of_person(request.user, visitor).about(content).first()


def _form(request: HttpRequest, offered: Offered) -> ReportForm:
    return ReportForm(
        request.POST if request.method == "POST" else None,
        anonymous=not request.user.is_authenticated,
        for_authority=source_of(request.user) == NoticeSource.AUTHORITY,
        others=[(value, one.label) for value, one in offered.items()],
    )


def _record(
    request: HttpRequest,
    form: ReportForm,
    reported: tuple[ModeratedType, ModeratedContent],
    offered: Offered,
) -> Notice:
    if not request.user.is_authenticated and VISITOR not in request.session:
        request.session[VISITOR] = secrets.token_hex(16)
    kind, content = reported
    said = {name: value for name, value in form.cleaned_data.items() if name != "good_faith"}
    also = said.pop("also", [])
    received, _ = record_report(
        actor=request.user,
        kind=kind,
        content=content,
        also=[offered[value].reported for value in also],
        visitor_key=request.session.get(VISITOR, ""),
        **said,
    )
    return received


def _notice(puid: uuid.UUID) -> Notice:
    return get_object_or_404(Notice.objects.select_related("case"), puid=puid)


def _decision_on(notice: Notice) -> Decision | None:
    """What was decided of the text that a notice is about, once it may be told."""
    return None if notice.case.is_open else last_told(notice.case, notice.received_at)


def _follow_up(
    request: HttpRequest, found: Notice, form: ContestForm, status: int = 200
) -> HttpResponse:
    decision = _decision_on(found)
    told_at = found.answered_at
    if decision is not None and told_at is not None and told_at < decision.decided_at:
        # What was told is what had been decided before.
        told_at = None
    context: dict[str, Any] = {
        "notice": found,
        "outcome": outcome_of(decision) if decision else "",
        "is_private": is_private(found.case),
        "is_told": told_at is not None,
        "decision": decision,
        "already": request.GET.get("deja") == "1",
        "may_moderate": can_moderate(request.user, found.case),
        "others": [
            (one, _decision_on(one) is not None) for one in Notice.objects.in_report_of(found)
        ],
        "contested": Notice.objects.filter(contests=found).first(),
        "form": form if can_contest(found) else None,
        "refused": form.non_field_errors() if form.is_bound else [],
    }
    return render(request, "moderation/notice.html", context, status=status)


# What a report asks, in French, with errors one can act upon.


EXPLANATION_MAX = quantity(NUMBERS.explanation_max, "caractère")
LEGAL_REF_MAX = 300
REFERENCE_MAX = 120


class ReportForm(PlainForm):
    """What is wrong with a text. `email` is asked of people without account only, `reference` of
    an authority only; `also` offers other texts of the same person."""

    category = forms.ChoiceField(
        label="Qu’est-ce qui ne va pas ?",
        choices=[
            (
                value,
                format_html(
                    '{}<span class="fr-hint-text">Par exemple : {}</span>', label, EXAMPLES[value]
                ),
            )
            for value, label in NoticeCategory.choices
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une raison dans la liste."},
    )
    explanation = forms.CharField(
        label="Expliquez en quelques mots",
        help_text=f"Dites quel passage vous gêne et pourquoi. {EXPLANATION_MAX} au plus.",
        min_length=NUMBERS.explanation_min,
        max_length=NUMBERS.explanation_max,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Expliquez en une phrase ce qui vous gêne : cela aide à décider juste.",
            "min_length": "Expliquez un peu plus : une phrase suffit.",
            "max_length": f"Votre explication est trop longue : {EXPLANATION_MAX} au plus.",
        },
    )
    reference = forms.CharField(
        label="Référence de votre décision",
        max_length=REFERENCE_MAX,
        help_text="Le numéro de l’ordre ou de la procédure, tel qu’il figure sur votre document.",
        error_messages={
            "required": "Donnez la référence de votre décision : qui modère la lira.",
            "max_length": f"Cette référence est trop longue : {REFERENCE_MAX} caractères au plus.",
        },
    )
    legal_ref = forms.CharField(
        label="La loi ou la règle, si vous la connaissez",
        required=False,
        max_length=LEGAL_REF_MAX,
        help_text="Par exemple : Code pénal, article 222-17.",
        error_messages={
            "max_length": f"C’est trop long : {LEGAL_REF_MAX} caractères au plus.",
        },
    )
    also = forms.MultipleChoiceField(
        label="Signaler aussi ces textes de la même personne",
        required=False,
        help_text="Cochez seulement ceux qui posent le même problème.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": "Un des textes cochés n’est plus en ligne. Vérifiez la liste.",
        },
    )
    email = forms.EmailField(
        label="Votre adresse électronique",
        required=False,
        max_length=EMAIL_MAX,
        help_text="Seulement si vous voulez connaître la suite. Elle ne sert à rien d’autre. "
        "Exemple : nom@exemple.fr",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "invalid": "Cette adresse n’a pas la bonne forme. Exemple : nom@exemple.fr",
            "max_length": EMAIL_TOO_LONG,
        },
    )
    good_faith = forms.BooleanField(
        label="Je signale ce texte de bonne foi : je crois sincèrement ce que j’écris ici.",
        error_messages={"required": "Cochez cette case pour envoyer votre signalement."},
    )

    def __init__(
        self,
        *args: Any,
        anonymous: bool,
        for_authority: bool = False,
        others: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if not anonymous:
            del self.fields["email"]
        if not for_authority:
            del self.fields["reference"]
        if others:
            self.fields["also"].choices = list(others)  # type: ignore[attr-defined]
        else:
            del self.fields["also"]


class ContestForm(PlainForm):
    """Why what was left online should be read again."""

    text = forms.CharField(
        label="Pourquoi ce texte devrait-il être relu ?",
        help_text=f"Dites ce que nous n’avons pas vu. {EXPLANATION_MAX} au plus.",
        min_length=NUMBERS.explanation_min,
        max_length=NUMBERS.explanation_max,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "Dites en une phrase ce que nous n’avons pas vu.",
            "min_length": "Expliquez un peu plus : une phrase suffit.",
            "max_length": f"Votre texte est trop long : {EXPLANATION_MAX} au plus.",
        },
    )
