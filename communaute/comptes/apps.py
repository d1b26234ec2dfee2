from django.apps import AppConfig
from wagtail.users import apps as wagtail_users


class ComptesConfig(AppConfig):
    name = "communaute.comptes"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        from socle.clock import Step, register

        from . import closing
        from .login.limits import forgive_wrong_ones
        from .menus import register_entry
        from .perms import leads_something
        from .sessions.services import forget, forgotten_by

        password_reset.connect(forgive_wrong_ones)
        closing.register(closing.Part("comptes", "comptes/closing.html"))
        register(
            Step(
                key="comptes.forget_devices",
                label="Appareils dont un compte ne s’est pas servi depuis un an : oubliés",
                due=forgotten_by,
                do=forget,
            )
        )
        register_entry("Membres et rôles", "comptes:organisations", leads_something)


class BackOfficeAccountsConfig(wagtail_users.WagtailUsersAppConfig):
    """Stands for `wagtail.users` in the settings: its pages know our accounts."""

    default = False
    user_viewset = "communaute.comptes.wagtail_users.UserViewSet"
    group_viewset = "communaute.comptes.admin_rights.GroupViewSet"
