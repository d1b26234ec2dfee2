"""Writing for the CMS: what appears and leaves at its hour, what is found beside a guide."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from socle.public_pages import add_to_public_pages

from .models import BesideFound, GuidePage, RulesPage, RulesVersion
from .related_content.related_kinds import find
from .rules import FIRST_VERSION, STARTERS, Rule, UnknownRule

# Between two ticks of the clock.
TICK = timedelta(minutes=5)


@transaction.atomic
def publish_scheduled(*, revision_pk: int, now: datetime) -> bool:
    """Publish a revision whose hour has come, as Wagtail’s `publish_scheduled` does; False if it
    was done or planned anew meanwhile. The public pages follow, through Wagtail’s signals.

    Raises ValidationError when it may not be published, at its hour only: tried again at each
    tick, it would be logged each time of what the editors’ desk says.
    """
    due = Revision.objects.select_for_update().filter(approved_go_live_at__lte=now)
    revision = due.filter(pk=revision_pk).first()
    if revision is None:
        return False
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except ValidationError:
        if now - revision.approved_go_live_at < TICK:
            raise
        return False
    return True


@transaction.atomic
def expire_scheduled(*, model: type[DraftStateMixin], pk: int, now: datetime) -> bool:
    """Take down a page, or a text of editors that has drafts too, whose term has passed, as
    Wagtail’s `publish_scheduled` does; False if it is no longer due.
    """
    due = model._default_manager.select_for_update().filter(live=True, expire_at__lte=now)
    published = due.filter(pk=pk).first()
    if published is None:
        return False
    published.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return True


# How old what was found may be: that of a question asked or answered since.
FRESH = timedelta(hours=1)


def to_find(now: datetime) -> list[int]:
    """Guides whose findings are missing, too old, or those of another subject. One query."""
    guides = GuidePage.objects.live().with_what_is_beside().order_by("pk")
    due = []
    for guide in guides.only("title", "beside_found"):
        known = getattr(guide, "beside_found", None)
        if known is None or known.found_at <= now - FRESH or known.asked != guide.asked_beside:
            due.append(guide.pk)
    return due


@transaction.atomic
def find_ahead(pk: int, now: datetime) -> int:
    """Look for what is beside one guide; how many guides changed what they find."""
    guide = GuidePage.objects.with_what_is_beside().filter(pk=pk).first()
    if guide is None:
        return 0
    known = getattr(guide, "beside_found", None)
    found = find(guide.title, sorted(guide.tag_names))
    kept = {"asked": guide.asked_beside, "found": found, "found_at": now}
    BesideFound.objects.update_or_create(guide_id=pk, defaults=kept)
    if known is not None and known.found == found:
        return 0
    add_to_public_pages()
    return 1


@transaction.atomic
def record_version(*, page: RulesPage, now: datetime | None = None) -> RulesVersion:
    """The version that says what the page says: the last one when nothing changed, else a new one.

    A change that asks the members' consent moves the first number (« 2.0 »), another the second.
    Two publications at once wait for one another.
    """
    Page.objects.select_for_update().get(pk=page.pk)
    last = page.last_version
    if last is not None and page.is_version(last):
        return last
    return RulesVersion.objects.create(
        document=page.document,
        number=_next_number(last, page.asks_consent),
        title=page.title,
        introduction=page.introduction,
        since=now or timezone.now(),
        what_changed=page.what_changed if last else "",
        # Nobody is asked to accept again what they accepted by signing up.
        asks_consent=page.asks_consent and last is not None,
        rules=page.written_rules,
        body=page.written_body,
    )


def date_first_versions(since: datetime) -> None:
    """Have the first version of each document in force since that day, unless it was before."""
    RulesVersion.objects.filter(number=FIRST_VERSION, since__gt=since).update(since=since)


def _next_number(last: RulesVersion | None, asks_consent: bool) -> str:
    if last is None:
        return FIRST_VERSION
    major, minor = map(int, last.number.split("."))
    return f"{major + 1}.0" if asks_consent else f"{major}.{minor + 1}"


def rules_on(day: datetime | None = None) -> list[Rule]:
    """The rules of all documents as they were at that moment, or are now (one query).

    A text older than a document is held to its first version, as everybody was told of it; until
    a page is published, the rules are those a new installation starts from.
    """
    in_force: dict[str, RulesVersion] = {}
    for version in RulesVersion.objects.defer("body").order_by("-since", "-pk"):
        later = in_force.get(version.document)
        # From the newest to the oldest: the first one old enough stays, else the oldest of all.
        if later is None or (day is not None and later.since > day):
            in_force[version.document] = version
    return [
        rule
        for document in dict.fromkeys([*STARTERS, *in_force])
        for rule in (in_force[document].cited_rules if document in in_force else STARTERS[document])
    ]


def rule(code: str, on: datetime | None = None) -> Rule:
    """The rule of that code, in the version in force `on` that moment. Raises UnknownRule."""
    for item in rules_on(on):
        if item.code == code:
            return item
    raise UnknownRule(f"Aucune règle ne porte le numéro « {code} ».")


def rule_choices(on: datetime | None = None) -> list[tuple[str, str]]:
    """Choices of a moderator's form: code and title."""
    return [(item.code, str(item)) for item in rules_on(on)]
