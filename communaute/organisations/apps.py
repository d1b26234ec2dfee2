from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "communaute.organisations"
    verbose_name = "Organisations : invitations, absences"

    def ready(self) -> None:
        from communaute.comptes.closing import ClosingPart, register_closing_parts
        from communaute.comptes.menus import register_entry
        from communaute.notifications.catalogue import register_kinds
        from socle.scheduler import register_steps

        from .invitations import KINDS, STEP, erase_of
        from .perms import works_for_somebody

        register_entry("Mes absences", "absences:list", works_for_somebody)
        register_kinds(*KINDS)
        register_steps(STEP)
        register_closing_parts(
            ClosingPart("absences", "organisations/absences/closing.html"),
            ClosingPart("invitations", "organisations/invitations/closing.html", erase=erase_of),
        )
