"""What the case page shows, gathered in one place."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, cast

from django.template import Context, Engine

from communaute.notifications.catalogue import kind_of
from communaute.notifications.words import common_context, mail_parts

from .enums import DecisionKind
from .forms import DecisionForm, TemplateForm
from .models import Case, Decision, ModeratedContent, StatementOfReasons
from .perms import can_see_reporters
from .registry import ModeratedType, by_model
from .services import allowed_kinds, draft_statement, text_digest
from .services.tell import statement_context

if TYPE_CHECKING:
    from communaute.comptes.models import User

SIDE_LIST = 12


def type_of(case: Case) -> ModeratedType | None:
    """Kind of the content; None when nobody registers it any more."""
    model = case.content_type.model_class()
    return by_model(model) if model else None


def label_of(case: Case) -> str:
    """Kind of the content, in words ("Question")."""
    known = type_of(case)
    return known.label if known else "Texte"


def content_of(case: Case) -> tuple[ModeratedType | None, ModeratedContent | None]:
    """The content of a case as it is now, with its author; None when it is gone."""
    kind = type_of(case)
    if kind is None:
        return None, None
    rows = kind.model._default_manager.select_related("author", *kind.related)
    return kind, cast("ModeratedContent | None", rows.filter(pk=case.object_id).first())


def case_context(user: User, case: Case, form: DecisionForm | None) -> dict[str, Any]:
    """All that a moderator needs to decide, except the answer."""
    kind, content = content_of(case)
    text = kind.text(content) if kind and content else ""
    queue = Case.objects.visible_to(user).to_decide().for_list()
    return {
        "case": case,
        "kind": kind,
        "label": label_of(case),
        "content": content,
        "text": text,
        "changed": bool(content) and text != case.snapshot,
        "surroundings": kind.context(content) if kind and content else "",
        "notices": case.notices.select_related("reporter"),
        "show_reporters": can_see_reporters(user),
        "decisions": case.decisions.select_related(
            "statement__appeal", "organisation", "decided_by"
        ),
        "log": case.log.select_related("actor", "organisation"),
        "history": author_history(user, case),
        "queue": queue[:SIDE_LIST],
        "form": form,
        "mine": case.claimed_by_id == user.pk,
    }


def author_history(user: User, case: Case) -> dict[str, int]:
    """How many times this author's texts were hidden, kept, restored, within one's scope."""
    if case.author_id is None:
        return {}
    cases = Case.objects.visible_to(user).filter(author=case.author_id).exclude(pk=case.pk)
    counted = Counter(
        Decision.objects.filter(case__in=cases).order_by().values_list("kind", flat=True)
    )
    return {kind.label: counted[kind] for kind in DecisionKind if counted[kind]}


def decision_form(case: Case, *, data: Any = None, typed: Any = None) -> DecisionForm | None:
    """The form to decide this case; None when nothing may be decided.

    `data` is what was sent. `typed` is what somebody had typed before the case moved, or before
    taking up a wording: kept, with the version of now. Else the wording for the first notice.
    """
    kind, content = content_of(case)
    kinds = allowed_kinds(case, content)
    if not kinds:
        return None
    if data is not None:
        return DecisionForm(data, kinds=kinds)
    first = case.notices.first()
    initial: dict[str, Any] = DecisionForm.starting_point(first.category if first else "")
    if typed is not None:
        # The only thing left to decide is not what this person asked for: nothing is ticked.
        initial = {name: typed.get(name, "") for name in ("kind", "rule", "facts", "note")}
    elif len(kinds) == 1:
        initial["kind"] = kinds[0]
    initial |= {
        "version": case.version,
        "seen": text_digest(kind.text(content)) if kind and content else "",
    }
    return DecisionForm(initial=initial, kinds=kinds)


def template_form(case: Case, data: Any = None) -> TemplateForm:
    """The choice of a ready-made wording; the first notice's by default."""
    first = case.notices.first()
    return TemplateForm(data, initial={"modele": first.category if first else ""})


def mail_preview(user: User, case: Case, form: DecisionForm) -> str:
    """The mail the author would get with what was typed; "" when nothing would be hidden."""
    kind, content = content_of(case)
    wanted = form.cleaned_data
    if kind is None or content is None or wanted["kind"] != DecisionKind.HIDE:
        return ""
    statement: StatementOfReasons = draft_statement(
        actor=user,
        case=case,
        moderated_type=kind,
        content=content,
        facts=wanted["facts"],
        ground=wanted["ground"],
        rule=wanted["rule"],
    )
    given = statement_context(statement) | {"number": "(donné à l’envoi)"}
    parts = mail_parts(kind_of("moderation.decision"), given)
    context = common_context() | parts | {"action_url": "(lien personnel de l’auteur)"}
    template = Engine.get_default().get_template("notifications/mails/mail.txt")
    # A text part: an apostrophe stays an apostrophe; the page escapes the whole afterwards.
    return template.render(Context(context, autoescape=False)).strip()
