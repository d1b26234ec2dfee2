"""Addresses become ASCII: a page is renamed, and each address that was public leads to the new one.

Drafts and versions kept are renamed too: published later, they would bring the accent back.
"""

from django.db import migrations
from django.db.models import F

from socle.slugs import plain_slug

NOT_PLAIN = r"[^-a-zA-Z0-9_]"


def rename(apps, schema_editor):
    Page = apps.get_model("wagtailcore", "Page")
    renamed = {}
    # From the top: what is below a page has followed it when its turn comes.
    for pk in list(Page.objects.filter(slug__regex=NOT_PLAIN).order_by("path").values_list("pk")):
        page = Page.objects.get(pk=pk[0])
        slug = _free(Page, page)
        renamed[str(page.pk), page.slug] = slug
        _move(apps, page, slug)
    Revision = apps.get_model("wagtailcore", "Revision")
    drafts = Revision.objects.filter(
        base_content_type__app_label="wagtailcore",
        base_content_type__model="page",
        content__slug__regex=NOT_PLAIN,
    )
    for pk, of, content in list(drafts.values_list("pk", "object_id", "content")):
        former = content["slug"]
        slug = renamed.get((of, former)) or plain_slug(former) or f"page-{of}"
        Revision.objects.filter(pk=pk).update(content=content | {"slug": slug})
    if renamed:
        apps.get_model("socle", "PublicVersion").objects.update(number=F("number") + 1)


def _free(Page, page):
    """The word of its address without accents, that no page beside it has."""
    parent = page.path[: len(page.path) - len(page.path) // page.depth]
    beside = Page.objects.filter(path__startswith=parent, depth=page.depth).exclude(pk=page.pk)
    base = plain_slug(page.slug) or f"page-{page.pk}"
    slug, number = base, 1
    while beside.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _move(apps, page, slug):
    """Rename a page, move those under it, and lead there from where the public found them."""
    Page = apps.get_model("wagtailcore", "Page")
    Redirect = apps.get_model("wagtailredirects", "Redirect")
    sites = list(apps.get_model("wagtailcore", "Site").objects.select_related("root_page"))
    before = page.url_path
    after = f"{before[: -len(page.slug) - 1]}{slug}/"
    Page.objects.filter(pk=page.pk).update(slug=slug)
    for one in list(Page.objects.filter(path__startswith=page.path)):
        former = one.url_path
        Page.objects.filter(pk=one.pk).update(url_path=after + former[len(before) :])
        for site in sites:
            root = site.root_page.url_path
            if one.live and former.startswith(root) and one.pk != site.root_page_id:
                Redirect.objects.update_or_create(
                    old_path=f"/{former[len(root) :].rstrip('/')}",
                    site=site,
                    defaults={"redirect_page_id": one.pk, "automatically_created": True},
                )


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0010_guide_audience_words"),
        ("socle", "0002_publicversion_community"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(rename, migrations.RunPython.noop)]
