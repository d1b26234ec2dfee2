"""Telling reviewers and authors where a text stands, as Wagtail’s workflow says that it moved."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import pre_delete
from django.urls import reverse
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import (
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from cms.starter import EXPERTS
from communaute.notifications.catalogue import Kind
from communaute.notifications.services import tell, tell_each

from ..rights import writes_or_reads


def readers_of(state: TaskState) -> QuerySet[Any]:
    """Whose turn it is: the experts of the step when it has any, else all of its people."""
    people = get_user_model().objects.filter(is_active=True)
    groups = state.task.specific.groups.all()
    experts = people.filter(groups__in=groups.filter(name=EXPERTS)).distinct()
    return experts if experts.exists() else people.filter(groups__in=groups).distinct()


@transaction.atomic
def submitted(sender: object, instance: TaskState, user: Any, **kwargs: object) -> None:
    """A page waits for its readers; who sent it is not told."""
    state, page = instance, _page(instance.workflow_state)
    if page is None or not hasattr(state.task.specific, "groups"):
        return
    author = state.workflow_state.requested_by
    told = [one for one in readers_of(state) if one not in (author, user)]
    tell_each(
        "workflow.to_read",
        to=told,
        key=f"page-a-relire-{state.pk}",
        url=_edit(page),
        thread=_thread(state.workflow_state),
        context={
            "title": page.title,
            "author": _name(author),
            "step": state.task.name,
            "state": state.pk,
        },
    )


@transaction.atomic
def approved(sender: object, instance: TaskState, user: Any, **kwargs: object) -> None:
    """A step is passed, and another one follows: its author is told."""
    if instance.workflow_state.status == WorkflowState.STATUS_IN_PROGRESS:
        _tell_author("workflow.approved", instance.workflow_state, instance, user)


@transaction.atomic
def rejected(sender: object, instance: TaskState, user: Any, **kwargs: object) -> None:
    """The text goes back to its author, with the words of who read it."""
    _tell_author("workflow.changes_asked", instance.workflow_state, instance, user)


@transaction.atomic
def published(sender: object, instance: WorkflowState, user: Any, **kwargs: object) -> None:
    """The last step is passed: the page is online, or will be at its hour."""
    _tell_author("workflow.published", instance, instance.current_task_state, user)


@transaction.atomic
def cancelled(sender: object, instance: WorkflowState, user: Any, **kwargs: object) -> None:
    """Published by hand, the page waits for nobody any more: its author is told all the same."""
    page = _page(instance)
    if page is None:
        return
    is_set = page.scheduled_revision is not None and page.scheduled_revision.is_latest_revision()
    published_at = page.last_published_at
    is_online = page.live and published_at is not None and published_at > instance.created_at
    if is_set or is_online:
        published(sender, instance, user)


@transaction.atomic
def deleted(sender: object, instance: Page, **kwargs: object) -> None:
    """A page leaves before its reading is over: who sent it is told, unless they deleted it."""
    actor = get_active_log_context().user
    for state in WorkflowState.objects.for_instance(instance).active():
        author = state.requested_by
        if author not in (None, actor):
            tell(
                "workflow.deleted",
                to=author,
                key=f"workflow.deleted-{state.pk}",
                url=reverse("wagtailadmin_home"),
                thread=_thread(state),
                context={"title": instance.draft_title, "actor": _name(actor)},
            )


def _tell_author(kind: str, workflow_state: WorkflowState, state: TaskState, actor: Any) -> None:
    page, author = _page(workflow_state), workflow_state.requested_by
    if page is None or author is None or author == actor:
        return
    # What is set for later of a page that is online leaves it as it is until then.
    waits = page.go_live_at is not None and page.go_live_at > timezone.now()
    is_public = kind == "workflow.published" and page.live and not waits
    tell(
        kind,
        to=author,
        key=f"{kind}-{state.pk}",
        url=(page.url or _edit(page)) if is_public else _edit(page),
        thread=_thread(workflow_state),
        context={
            "page": page.pk,
            "workflow": workflow_state.pk,
            "state": state.pk,
            "title": page.title,
            "reader": _name(actor),
            "comment": state.comment,
            "goes_live_at": page.go_live_at if waits else None,
        },
    )


def _page(workflow_state: WorkflowState) -> Page | None:
    """The page as it stands; None when the text is not a page, or left meanwhile."""
    if not issubclass(workflow_state.base_content_type.model_class() or object, Page):
        return None
    found: Page | None = Page.objects.filter(pk=workflow_state.object_id).first()
    draft = found and found.get_latest_revision_as_object()
    if found is None or draft is None:
        return None
    found.title, found.go_live_at = draft.title, draft.go_live_at
    return found


def _edit(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def _thread(workflow_state: WorkflowState) -> str:
    return f"relecture-{workflow_state.pk}"


def _name(person: Any) -> str:
    return str(person) if person else ""


def nothing(sender: object, **kwargs: object) -> None:
    """Told by the step itself."""


def connect() -> None:
    """Called once, when the app is ready: before Wagtail's admin, which is listed after."""
    task_submitted.connect(
        submitted,
        sender=TaskState,
        dispatch_uid="group_approval_task_submitted_email_notification",
    )
    workflow_approved.connect(
        published,
        sender=WorkflowState,
        dispatch_uid="workflow_state_approved_email_notification",
    )
    for signal, name in ((workflow_submitted, "submitted"), (workflow_rejected, "rejected")):
        signal.connect(
            nothing,
            sender=WorkflowState,
            dispatch_uid=f"workflow_state_{name}_email_notification",
        )
    workflow_cancelled.connect(cancelled, sender=WorkflowState, dispatch_uid="workflow")
    pre_delete.connect(deleted, sender=Page, dispatch_uid="workflow")
    task_approved.connect(approved, sender=TaskState, dispatch_uid="workflow")
    task_rejected.connect(rejected, sender=TaskState, dispatch_uid="workflow")


def still_to_read(context: Mapping[str, Any]) -> bool:
    waiting = TaskState.objects.filter(status=TaskState.STATUS_IN_PROGRESS)
    return waiting.filter(pk=context["state"]).exists()


def may_read(person: Any, context: Mapping[str, Any]) -> bool:
    """Whether it is still this person's turn: they did not leave the group."""
    state = TaskState.objects.get(pk=context["state"])
    return bool(person.groups.filter(pk__in=state.task.specific.groups.all()).exists())


def named_now(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """The title as it is, that may have been changed since."""
    state = TaskState.objects.filter(pk=context["state"]).first()
    page = _page(state.workflow_state) if state is not None else None
    return {} if page is None else {"title": page.title}


def _stands(context: Mapping[str, Any], status: str) -> bool:
    rows = WorkflowState.objects.filter(status=status)
    return rows.filter(pk=context["workflow"]).exists()


def still_to_publish(context: Mapping[str, Any]) -> bool:
    return _stands(context, WorkflowState.STATUS_IN_PROGRESS)


def still_to_change(context: Mapping[str, Any]) -> bool:
    """Its author did not send it again, nor had other changes asked since."""
    last = WorkflowState.objects.filter(current_task_state=context["state"])
    return last.exists() and _stands(context, WorkflowState.STATUS_NEEDS_CHANGES)


def still_published(context: Mapping[str, Any]) -> bool:
    """The page is online, or still set for the hour that was told."""
    page = Page.objects.filter(pk=context["page"]).first()
    if page is None or context["goes_live_at"] is None:
        return page is not None and page.live
    return page.approved_schedule or (page.live and _has_come(context))


def published_now(context: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was set for an hour of the night is online in the morning; another hour may have been
    set."""
    named = named_now(context)
    if context["goes_live_at"] is None:
        return named
    if _has_come(context):
        return {**named, "goes_live_at": None}
    page = Page.objects.get(pk=context["page"])
    return {**named, "goes_live_at": page.scheduled_revision.approved_go_live_at}


def _has_come(context: Mapping[str, Any]) -> bool:
    at = context["goes_live_at"]
    return at is not None and at <= timezone.now()


AUTHOR = "Qui a envoyé le texte à relire."

KINDS = (
    Kind(
        key="workflow.to_read",
        label="Page à relire ou à publier",
        who="Les relecteurs des agences, puis les éditeurs. Sans relecteur, les éditeurs.",
        when="Dès qu’une page attend leur accord ; plus rien ne part si quelqu’un a répondu.",
        still_true=still_to_read,
        visible_to=may_read,
        current=named_now,
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.approved",
        label="Ma page est relue, elle attend d’être publiée",
        who=AUTHOR,
        when="Quand un relecteur la trouve juste.",
        still_true=still_to_publish,
        current=named_now,
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.changes_asked",
        label="Des modifications sont demandées sur ma page",
        who=AUTHOR,
        when="Quand un relecteur ou un éditeur demande des modifications, avec ses mots.",
        still_true=still_to_change,
        current=named_now,
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.deleted",
        label="Ma page est supprimée avant la fin de sa relecture",
        who=AUTHOR,
        when="Quand quelqu’un d’autre supprime la page qui attendait une relecture.",
        concerns=writes_or_reads,
    ),
    Kind(
        key="workflow.published",
        label="Ma page est publiée, ou prête à paraître",
        who=AUTHOR,
        when="Quand un éditeur la publie ou en approuve la publication, même pour plus tard.",
        still_true=still_published,
        current=published_now,
        concerns=writes_or_reads,
    ),
)
