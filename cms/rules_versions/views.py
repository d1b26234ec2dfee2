"""All the versions of the rules, and each one as it was."""

from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from socle.parameters import varies_with

from ..models import RulesPage, RulesVersion, SiteSettings


@varies_with()
@require_safe
def rules_versions(request: HttpRequest) -> HttpResponse:
    """The documents and their versions, newest first."""
    rows = RulesVersion.objects.defer("body", "rules")
    documents = [list(group) for _, group in groupby(rows, key=lambda row: row.document)]
    pages = {page.document: page for page in RulesPage.objects.live()}
    context = {"documents": [(pages.get(rows[0].document), rows) for rows in documents]}
    return render(request, "cms/rules_versions.html", context)


@varies_with()
@require_safe
def rules_version(request: HttpRequest, document: str, number: str) -> HttpResponse:
    """One version, whole, as it was in force."""
    found = [row for row in RulesVersion.objects.all() if slugify(row.document) == document]
    version = next((row for row in found if row.number == number), None)
    if version is None:
        message = "Cette version n’existe pas."
        raise Http404(message)
    context = {
        "version": version,
        "rules": version.rules,
        "replaced": _replaced(found, version),
        # Wagtail’s own `load` writes the row it does not find: reading writes nothing here.
        "identity": SiteSettings.objects.first() or SiteSettings(),
    }
    return render(request, "cms/rules_version.html", context)


def _replaced(versions: list[RulesVersion], version: RulesVersion) -> RulesVersion | None:
    """The version that came after this one; None when it is the one in force."""
    position = versions.index(version)
    return versions[position - 1] if position else None
