from django.apps import AppConfig
from wagtail.users import apps as wagtail_users


class ComptesConfig(AppConfig):
    name = "communaute.comptes"
    verbose_name = "Comptes"

    def ready(self) -> None:
        from allauth.account.signals import password_reset

        from socle.clock import Step, register
        from socle.search.readers import register_place

        from . import closing
        from .badges import organisation_badges, register_provider
        from .login.limits import forgive_wrong_ones
        from .membership_hooks import register_beginning
        from .menus import register_entry
        from .perms import leads_something
        from .second_factor.grace import start_grace
        from .sessions.services import forget, forgotten_by
        from .territories import departement_of_organisation

        password_reset.connect(forgive_wrong_ones)
        register_beginning(start_grace)
        register_provider(organisation_badges)
        closing.register(closing.Part("comptes", "comptes/closing.html"))
        register(
            Step(
                key="comptes.forget_devices",
                label="Appareils dont un compte ne s’est pas servi depuis un an : oubliés",
                due=forgotten_by,
                do=forget,
            )
        )
        register_place(departement_of_organisation)
        register_entry("Membres et rôles", "comptes:organisations", leads_something)


class BackOfficeAccountsConfig(wagtail_users.WagtailUsersAppConfig):
    """Stands for `wagtail.users` in the settings: its pages know our accounts."""

    default = False
    user_viewset = "communaute.comptes.wagtail_users.UserViewSet"
    group_viewset = "communaute.comptes.admin_accounts.groups.GroupViewSet"
