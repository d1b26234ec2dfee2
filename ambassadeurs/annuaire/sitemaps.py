from collections.abc import Iterable

from django.contrib.sitemaps import Sitemap

from ambassadeurs.coproprietes.models import Copropriete


class CoproprieteSitemap(Sitemap):
    """Public copropriétés, for search engines."""

    changefreq = "monthly"

    def items(self) -> Iterable[Copropriete]:
        return Copropriete.objects.with_public_ambassadors().order_by("pk")

    def location(self, item: Copropriete) -> str:
        return item.get_absolute_url()
