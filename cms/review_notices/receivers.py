"""Wagtail tells us how a text goes through its workflow; we tell people, in our own words.

Wagtail mails people by itself when the same signals are sent. A signal keeps one receiver of a
name: ours, connected first, bear the names of Wagtail's, which are then never connected. A test
says that no mail of Wagtail's leaves.
"""

from typing import Any

from wagtail.models import TaskState, WorkflowState
from wagtail.signals import (
    task_approved,
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_rejected,
    workflow_submitted,
)

from . import services


def submitted(sender: object, instance: TaskState, user: Any, **kwargs: object) -> None:
    services.tell_readers(state=instance, actor=user)


def approved(sender: object, instance: TaskState, user: Any, **kwargs: object) -> None:
    services.tell_approved(state=instance, actor=user)


def rejected(sender: object, instance: TaskState, user: Any, **kwargs: object) -> None:
    services.tell_changes_asked(state=instance, actor=user)


def published(sender: object, instance: WorkflowState, user: Any, **kwargs: object) -> None:
    services.tell_published(workflow_state=instance, actor=user)


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
    task_approved.connect(approved, sender=TaskState, dispatch_uid="workflow")
    task_rejected.connect(rejected, sender=TaskState, dispatch_uid="workflow")
