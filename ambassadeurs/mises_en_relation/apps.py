from django.apps import AppConfig


class MisesEnRelationConfig(AppConfig):
    name = "ambassadeurs.mises_en_relation"
    verbose_name = "Mises en relation"
