"""How an assembly went, told by the syndic: from its table, the same question as its members."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ambassadeurs.assemblees.views import ask_past, ask_result, held_of

from ..models import ManagedBuilding
from .table import managed_of, only_for_syndics, several

TEMPLATE = "guichets/syndics/result.html"


@require_http_methods(["GET", "HEAD", "POST"])
@only_for_syndics
def result(request: HttpRequest, slug: str, pk: int, assemblee: int) -> HttpResponse:
    """Of one whose day has come."""
    managed = managed_of(request, slug, pk)
    row = held_of(managed.copropriete, assemblee, _back(managed))
    page = _page(request, managed) | {"assemblee": row}
    return ask_result(request, row, TEMPLATE, _back(managed), page)


@require_http_methods(["GET", "HEAD", "POST"])
@only_for_syndics
def past(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Of one that was held before it was planned here."""
    managed = managed_of(request, slug, pk)
    page = _page(request, managed) | {"assemblee": None}
    return ask_past(request, managed.copropriete, TEMPLATE, _back(managed), page)


def _back(managed: ManagedBuilding) -> str:
    return reverse("syndics:building", args=[managed.organisation.slug, managed.pk])


def _page(request: HttpRequest, managed: ManagedBuilding) -> dict[str, Any]:
    found = {"managed": managed, "organisation": managed.organisation}
    return found | {"several": several(request)}
