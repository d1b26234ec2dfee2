from typing import Self

from django.db import models

from .enums import ReseauKind, ReseauStatus


class ReseauQuerySet(models.QuerySet):
    def heat(self) -> Self:
        return self.filter(kind=ReseauKind.CHALEUR)

    def in_service(self) -> Self:
        return self.filter(status=ReseauStatus.EXISTANT)

    def for_list(self) -> Self:
        return self.select_related("commune", "departement")
