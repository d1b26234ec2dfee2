from django.apps import AppConfig
from wagtail.users import apps as wagtail_users


class ComptesConfig(AppConfig):
    name = "communaute.comptes"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        from socle.scheduler import Step, register_steps

        from .closing import ClosingPart, register_closing_parts
        from .login.limits import forgive_wrong_ones
        from .menus import register_entry
        from .perms import leads_something
        from .sessions import services as sessions

        password_reset.connect(forgive_wrong_ones)
        register_closing_parts(ClosingPart("comptes", "comptes/closing.html"))
        register_steps(
            Step(
                key="comptes.forget_devices",
                label="Appareils dont un compte ne s’est pas servi depuis un an : oubliés",
                due=sessions.forgotten_by,
                do=sessions.forget,
            ),
            Step(
                key="comptes.erase_sessions",
                label="Connexions arrivées à leur terme : effacées",
                due=sessions.ended_by,
                do=sessions.erase_ended,
            ),
        )
        register_entry("Membres et rôles", "comptes:organisations", leads_something)


class BackOfficeAccountsConfig(wagtail_users.WagtailUsersAppConfig):
    """Stands for `wagtail.users` in the settings: its pages know our accounts."""

    default = False
    user_viewset = "communaute.comptes.wagtail_users.UserViewSet"
    group_viewset = "communaute.comptes.admin_rights.GroupViewSet"
