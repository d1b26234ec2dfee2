"""What a new installation owes: the site, its first pages, the editors' rights.

Everything is created when it is missing and left alone when it exists: an edit is never undone.
"""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from socle.facts_registry.services import load_first_facts

from .indexed import index_at_the_end
from .models import (
    AccessibilityPage,
    ExpertReading,
    GuideIndexPage,
    HomePage,
    RulesPage,
    StandardPage,
)
from .querysets import key_of
from .rights import give_rights
from .rules import PAGES, STARTERS
from .stream_builder import starter_page

EDITORS = "Éditeurs"
WRITERS = "Rédacteurs"
EXPERTS = "Relecteurs"
TEAM = "Équipe nationale"
WORKFLOW = "Relecture avant publication"
READING = "Relecture par un expert d’agence"
PUBLISHING = "Publication par un éditeur"
# Wagtail's own first installation, in English: replaced by ours when nobody uses it.
WAGTAIL_GROUPS = ("Moderators", "Editors")
WAGTAIL_WORKFLOW = "Moderators approval"

# What the rooms above owe a new installation: titles of what each created.
_owed: list[Callable[[], list[str]]] = []

WRITER_PAGE_PERMISSIONS = ("add_page", "change_page")
EDITOR_PAGE_PERMISSIONS = (*WRITER_PAGE_PERMISSIONS, "publish_page", "lock_page", "unlock_page")
# Synonyms are theirs; what people looked for in vain is only read.
EDITOR_SEARCH_PERMISSIONS = {
    "content_type__app_label": "site_search",
    "codename__in": (
        *("add_synonyms", "change_synonyms", "delete_synonyms", "view_synonyms"),
        "view_missedsearch",
    ),
}
# The registry of figures is theirs whole; writers read it, to cite.
EDITOR_FACT_PERMISSIONS = {
    "content_type__app_label": "facts",
    "codename__in": ("add_figure", "change_figure", "delete_figure", "view_figure"),
}
FILE_PERMISSIONS = (
    ("wagtailimages", ("add_image", "change_image", "choose_image")),
    ("wagtaildocs", ("add_document", "change_document", "choose_document")),
)


def register_starter(create: Callable[[], list[str]]) -> None:
    """Add what a room above creates when it is missing; twice the same changes nothing."""
    if create not in _owed:
        _owed.append(create)


@transaction.atomic
def create_starter_pages() -> list[str]:
    """Create what is missing. Returns the titles of the pages created, in order."""
    created: list[str] = []
    home = HomePage.objects.first()
    if home is None:
        home = HomePage(title="Accueil", slug="accueil")
        created += add_missing(Page.objects.get(depth=1), [home])
    _point_site_at(home)
    missing: list[Page] = [
        GuideIndexPage(
            title="Guides",
            slug="guides",
            introduction="Ce qu’il faut savoir à chaque étape, de la première idée au premier "
            "hiver. Des mots simples, des chiffres avec leur source.",
        ),
        AccessibilityPage(title="Accessibilité", slug="accessibilite"),
        *[
            starter_page(slug, StandardPage)
            for slug in ("glossaire", "mentions-legales", "donnees-personnelles")
        ],
        *[
            starter_page(
                slug,
                RulesPage,
                document=document,
                rules=[
                    ("rule", {"code": one.code, "title": one.title, "text": one.text})
                    for one in STARTERS[document]
                ],
            )
            for document, slug in PAGES.items()
        ],
    ]
    with index_at_the_end():
        created += add_missing(home, missing)
        create_editor_groups(home)
        create_team_group()
        load_first_facts()
        created += [title for create in _owed for title in create()]
        give_rights()
        return created


def without_existing(parent: Page, pages: list[Page]) -> list[Page]:
    """Those that were never made under this parent, whatever editors did with them since.

    Gives each its key, by which it is known once its title, text or address has changed.
    """
    known = parent.get_children().values_list("slug", "translation_key")
    slugs, keys = {slug for slug, _ in known}, {key for _, key in known}
    for page in pages:
        page.translation_key = key_of(page.slug)
    return [page for page in pages if page.slug not in slugs and page.translation_key not in keys]


def add_missing(parent: Page, pages: list[Page]) -> list[str]:
    """Publish those that were never made under this parent. Returns their titles."""
    missing = without_existing(parent, pages)
    for page in missing:
        parent.add_child(instance=page)
        page.save_revision().publish()
    return [page.title for page in missing]


def _point_site_at(home: HomePage) -> None:
    """One site, at BASE_URL, whose root is our home page; Wagtail's welcome page goes away.

    The address follows the setting; a name given by the team stays.
    """
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site, _ = Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": port,
            "root_page": home,
        },
    )
    if not site.site_name:
        site.site_name = settings.WAGTAIL_SITE_NAME
        site.save(update_fields=["site_name"])
    for welcome in Page.objects.filter(depth=2, slug="home", numchild=0).exclude(pk=home.pk):
        if welcome.specific_class is Page:
            welcome.delete()


def create_editor_groups(home: HomePage) -> None:
    """« Rédacteurs » write and submit; « Relecteurs » (experts of the agencies) read what is
    submitted, and open nothing else; « Éditeurs » also schedule and publish."""
    writers, _ = Group.objects.get_or_create(name=WRITERS)
    experts, _ = Group.objects.get_or_create(name=EXPERTS)
    editors, _ = Group.objects.get_or_create(name=EDITORS)
    admin = Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin")
    for group, codenames in (
        (writers, WRITER_PAGE_PERMISSIONS),
        (editors, EDITOR_PAGE_PERMISSIONS),
    ):
        group.permissions.add(admin)
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=codenames
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=home, permission=permission)
        for app_label, files in FILE_PERMISSIONS:
            for permission in Permission.objects.filter(
                content_type__app_label=app_label, codename__in=files
            ):
                GroupCollectionPermission.objects.get_or_create(
                    group=group,
                    collection=Collection.get_first_root_node(),
                    permission=permission,
                )
    editors.permissions.add(*Permission.objects.filter(**EDITOR_SEARCH_PERMISSIONS))
    editors.permissions.add(*Permission.objects.filter(**EDITOR_FACT_PERMISSIONS))
    experts.permissions.add(admin)
    figures = Permission.objects.get(content_type__app_label="facts", codename="view_figure")
    for group in (writers, experts):
        group.permissions.add(figures)
    _create_workflow(home, editors, experts)
    Group.objects.filter(name__in=WAGTAIL_GROUPS, user__isnull=True).delete()


def create_team_group() -> None:
    """« Équipe nationale »: what the product's rooms let the team keep in `/gestion/`
    (`settings.TEAM_PERMISSIONS`); guides are the editors' group."""
    team, _ = Group.objects.get_or_create(name=TEAM)
    for name in settings.TEAM_PERMISSIONS:
        app_label, codename = name.split(".")
        team.permissions.add(
            Permission.objects.get(content_type__app_label=app_label, codename=codename)
        )


def _create_workflow(home: HomePage, editors: Group, experts: Group) -> None:
    """Writing is submitted to the experts, then to the editors: each approves, or sends back with
    a comment. Editors may stand in for the experts, of what they did not write: nothing waits for
    an agency that has none.

    Made once: a workflow that the team changed or put aside stays as it is.
    """
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        steps = ((READING, (experts, editors)), (PUBLISHING, (editors,)))
        for order, (name, groups) in enumerate(steps):
            kind = ExpertReading if name == READING else GroupApprovalTask
            task = kind.objects.create(name=name)
            task.groups.add(*groups)
            WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
        WorkflowPage.objects.get_or_create(page=home, defaults={"workflow": workflow})
    for old in Workflow.objects.filter(name=WAGTAIL_WORKFLOW, active=True):
        WorkflowPage.objects.filter(workflow=old).delete()
        old.deactivate()
