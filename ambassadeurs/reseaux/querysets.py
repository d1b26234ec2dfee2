from typing import Self

from django.db import models

from communaute.territoires.models import Commune

from .enums import ReseauKind, ReseauStatus


class ReseauQuerySet(models.QuerySet):
    def heat(self) -> Self:
        return self.filter(kind=ReseauKind.CHALEUR)

    def in_service(self) -> Self:
        return self.filter(status=ReseauStatus.EXISTANT)

    def for_list(self) -> Self:
        return self.select_related("commune", "departement", "exploitant")

    def serving(self, commune: Commune) -> Self:
        """Networks of a commune; a city answers for its arrondissements and the reverse."""
        codes = [code for code in (commune.pk, commune.parent_id) if code]
        served = Commune.objects.filter(models.Q(pk__in=codes) | models.Q(parent=commune.pk))
        return self.filter(communes__in=served).distinct()

    def without_trace_in(self, commune: Commune) -> Self:
        """Open heat networks in service in the commune whose pipes are not published."""
        return self.heat().in_service().filter(has_trace=False, is_open=True).serving(commune)
