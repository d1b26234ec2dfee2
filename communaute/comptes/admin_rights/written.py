"""Rights given or taken in `/gestion/` are in the history of the site, with who did it."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.log_actions import LogFormatter, log

from ..second_factor.grace import start_grace

RIGHTS = "comptes.rights"
EVERYTHING = "tous les droits"


class RightsLog(LogFormatter):
    """What the history of the site says of them."""

    label = "Donner ou retirer des droits"

    def format_message(self, log_entry: Any) -> str:
        said = (("Donné", log_entry.data["given"]), ("Retiré", log_entry.data["taken"]))
        return ". ".join(f"{what} : {', '.join(names)}" for what, names in said if names)


def rights_of(user: Any) -> set[str]:
    """The names of the groups of an account, and the right to everything."""
    everything = {EVERYTHING} if user.is_superuser else set()
    return everything | set(user.groups.values_list("name", flat=True)) if user.pk else set()


def rights_of_group(group: Group) -> set[str]:
    """What a group may do: « facts.change_figure », « change_page (Accueil) »."""
    if not group.pk:
        return set()
    rights = group.permissions.values_list("content_type__app_label", "codename")
    pages = group.page_permissions.values_list("permission__codename", "page__title")
    files = group.collection_permissions.values_list("permission__codename", "collection__name")
    return {f"{app}.{codename}" for app, codename in rights} | {
        f"{codename} ({where})" for codename, where in (*pages, *files)
    }


def write_down(holder: Any, before: set[str], after: set[str]) -> None:
    """Who gave or took what; the person who acts is known to the history of the site. A first role
    begins the time to protect the account, also of members of a group that gains a right."""
    if after != before:
        data = {"given": sorted(after - before), "taken": sorted(before - after)}
        log(holder, RIGHTS, data=data)
        members = holder.user_set.filter(is_active=True) if isinstance(holder, Group) else [holder]
        for person in members:
            start_grace(user=person, now=timezone.now())
