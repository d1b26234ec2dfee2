from django.apps import AppConfig


class AbsencesConfig(AppConfig):
    name = "communaute.organisations.absences"
    verbose_name = "Absences"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.menus import register_entry

        from ..perms import works_for_somebody

        register_entry("Mes absences", "absences:list", works_for_somebody)
        closing.register(closing.Part("absences", "organisations/absences/closing.html"))
