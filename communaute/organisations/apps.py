from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "communaute.organisations"
    verbose_name = "Organisations : invitations, absences"

    def ready(self) -> None:
        from communaute.comptes import closing
        from communaute.comptes.menus import register_entry
        from communaute.notifications.catalogue import register as register_kinds
        from socle.scheduler import register as register_step

        from .invitations import KINDS, STEP, erase_of
        from .perms import works_for_somebody

        register_entry("Mes absences", "absences:list", works_for_somebody)
        register_kinds(*KINDS)
        register_step(STEP)
        closing.register(closing.ClosingPart("absences", "organisations/absences/closing.html"))
        closing.register(
            closing.ClosingPart(
                "invitations", "organisations/invitations/closing.html", erase=erase_of
            )
        )
