"""Pages of the networks, for search engines."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet

from .models import Reseau


class ReseauSitemap(Sitemap[Reseau]):
    limit = 2000

    def items(self) -> QuerySet[Reseau]:
        return Reseau.objects.heat().only("slug", "updated_at").order_by("pk")

    def lastmod(self, item: Reseau) -> datetime:
        return item.updated_at
