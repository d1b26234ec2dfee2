from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import ListView, TemplateView

from communaute.questions.models import Answer

from .forms import DirectoryFilterForm
from .models import Copropriete
from .querysets import CoproprieteQuerySet


class CoproprieteListView(ListView):
    """The directory: copropriétés that a verified ambassador speaks for."""

    template_name = "coproprietes/list.html"
    context_object_name = "coproprietes"
    paginate_by = 20

    def get_queryset(self) -> CoproprieteQuerySet:
        self.form = DirectoryFilterForm(self.request.GET)
        rows = Copropriete.objects.with_public_ambassadors()
        rows = self.form.apply(rows) if self.form.is_valid() else rows.none()
        return rows.for_list().order_by("-connected_year", "name", "pk")

    def paginate_queryset(self, queryset: Any, page_size: int) -> Any:
        page = self.get_paginator(queryset, page_size).get_page(self.request.GET.get("page"))
        return page.paginator, page, page.object_list, page.has_other_pages()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, **kwargs)


class CoproprieteDetailView(TemplateView):
    """One copropriété: its story, its figures, its ambassadors and what they answered."""

    template_name = "coproprietes/detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.copropriete = get_object_or_404(
            Copropriete.objects.with_public_ambassadors().for_page(), pk=kwargs["pk"]
        )
        if kwargs["slug"] != self.copropriete.slug:
            return redirect(self.copropriete, permanent=True)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        copropriete = self.copropriete
        answers = (
            Answer.objects.published()
            .filter(
                question__in=copropriete.reseau.space.questions.published(),
                author__in=[a.user_id for a in copropriete.public_ambassadors],
            )
            .select_related("question")
            .order_by("-created_at", "-pk")[:5]
            if copropriete.reseau.space
            else []
        )
        return super().get_context_data(copropriete=copropriete, answers=answers, **kwargs)
