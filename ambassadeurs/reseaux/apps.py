from django.apps import AppConfig


class ReseauxConfig(AppConfig):
    name = "ambassadeurs.reseaux"
    verbose_name = "Réseaux de chaleur"
