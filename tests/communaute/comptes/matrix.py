"""Who may read which page of this room. Pages of django-allauth included."""

from django.urls import reverse

MEMBERS = (
    "membre",
    "ambassadeur",
    "agence",
    "agence_ailleurs",
    "exploitant",
    "collectivite",
    "editeur",
    "equipe",
)


def _page(name: str, *, anonymous: int, member: int) -> dict:
    return {
        "url": lambda: reverse(name),
        "anonymous": anonymous,
        **dict.fromkeys(MEMBERS, member),
    }


# 302: visitors are sent to sign in; members have no use for the doors of visitors.
MATRIX = {
    **{
        name: _page(name, anonymous=302, member=200)
        for name in ("comptes:home", "comptes:profile", "comptes:data", "account_email")
    },
    **{
        name: _page(name, anonymous=200, member=302)
        for name in ("account_login", "account_signup", "account_request_login_code")
    },
    "account_reset_password": _page("account_reset_password", anonymous=200, member=200),
    "account_inactive": _page("account_inactive", anonymous=200, member=200),
    "account_password_reset_completed": _page(
        "account_password_reset_completed", anonymous=200, member=200
    ),
    "account_logout": _page("account_logout", anonymous=302, member=200),
    "account_set_password": _page("account_set_password", anonymous=302, member=200),
    # Without a password there is none to change, nor to confirm one's identity with.
    "account_change_password": _page("account_change_password", anonymous=302, member=302),
    "account_reauthenticate": _page("account_reauthenticate", anonymous=302, member=403),
    # Steps of a path: nothing to see without its beginning.
    **{
        name: _page(name, anonymous=302, member=302)
        for name in (
            "account_confirm_login_code",
            "account_email_verification_sent",
            "account_confirm_password_reset_code",
            "account_complete_password_reset",
        )
    },
}
