"""What time does to pages: scheduled ones go live, expired ones leave."""

from datetime import datetime

from wagtail.models import Page, Revision

from socle.clock import Step, register

from . import services


def _to_publish(now: datetime) -> list[int]:
    due = Revision.objects.filter(approved_go_live_at__lte=now)
    return list(due.order_by("approved_go_live_at", "pk").values_list("pk", flat=True))


def _to_expire(now: datetime) -> list[int]:
    due = Page.objects.live().filter(expire_at__lte=now)
    return list(due.order_by("expire_at", "pk").values_list("pk", flat=True))


def register_steps() -> None:
    register(
        Step(
            key="cms.publish",
            label="Pages programmées : elles paraissent",
            due=_to_publish,
            do=lambda pk, now: {
                "pages_published": services.publish_scheduled(revision_pk=pk, now=now)
            },
        ),
        Step(
            key="cms.expire",
            label="Pages arrivées à leur terme : elles ne sont plus en ligne",
            due=_to_expire,
            do=lambda pk, now: {"pages_expired": services.expire_scheduled(page_pk=pk, now=now)},
            # A page due to appear and to leave between two ticks must not stay until the next.
            after=("cms.publish",),
        ),
    )
