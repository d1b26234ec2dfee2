"""Who may look after the outbox: the national team, by a permission of the back office."""


def can_manage_mails(user: object) -> bool:
    """See what waits or failed, try again, give up."""
    has_perm = getattr(user, "has_perm", None)
    return bool(has_perm and has_perm("notifications.change_mail"))
