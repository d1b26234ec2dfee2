"""The directory as the filters leave it: rows, how many, and the networks one may choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count

from ambassadeurs.reseaux.models import Reseau

from .forms import DirectoryFilterForm
from .models import Copropriete
from .querysets import CoproprieteQuerySet

ORDER = ("-connected_year", "name", "pk")


class CountedPaginator(Paginator):
    """A paginator that is told how many rows there are, instead of counting them again."""

    def __init__(self, object_list: Any, per_page: int, *, count: int) -> None:
        super().__init__(object_list, per_page)
        self.__dict__["count"] = count


@dataclass(frozen=True)
class Directory:
    """`rows` are ordered and ready for cards; `form` has its errors and its networks."""

    form: DirectoryFilterForm
    rows: CoproprieteQuerySet
    count: int


def search_directory(data: Any) -> Directory:
    """Apply the filters of an address. One query, which counts by network; rows come later.

    The networks offered are those of the rows that the other filters keep. A network that is
    known but has no row stays chosen (an empty list is an answer); an unknown one is an error.
    """
    form = DirectoryFilterForm(data)
    public = Copropriete.objects.with_public_ambassadors()
    kept = form.apply(public) if form.is_valid() else public
    networks = list(
        kept.order_by("reseau__name", "reseau")
        .values_list("reseau__slug", "reseau__name")
        .annotate(count=Count("pk"))
    )
    counts = {slug: count for slug, _, count in networks}
    choices = [(slug, f"{name} ({count})") for slug, name, count in networks]
    wanted = form.cleaned_data.get("reseau", "") if form.is_valid() else ""
    chosen = next((slug for slug in counts if slug.lower() == wanted.lower()), "")
    if wanted and not chosen:
        reseau = Reseau.objects.filter(slug__iexact=wanted).first()
        if reseau is None:
            form.add_error("reseau", "Nous ne connaissons pas ce réseau. Choisissez-le ci-dessus.")
        else:
            chosen = reseau.slug
            choices.append((chosen, f"{reseau.name} (0)"))
    form.offer_networks(choices, chosen=chosen)
    if not form.is_valid():
        return Directory(form, kept.none(), 0)
    if wanted:
        kept = kept.filter(reseau__slug=chosen)
    count = counts.get(chosen, 0) if wanted else sum(counts.values())
    return Directory(form, kept.for_list().order_by(*ORDER), count)
