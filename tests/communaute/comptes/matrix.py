"""Who may read which page of this room. Pages of django-allauth included."""

from collections.abc import Callable

from allauth.mfa.models import Authenticator
from django.urls import reverse

from communaute.comptes.models import Membership, User
from communaute.comptes.services import add_member
from tests.architecture.posts import REFUSED, SIGN_IN, post
from tests.communaute.comptes.factories import OrganisationFactory, UserFactory, kind_beside

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


def _member_of_another(kind: str = "agence") -> Membership:
    return add_member(organisation=OrganisationFactory(kind=kind), user=UserFactory())


def _led_by(person: User) -> Membership:
    """Somebody of an organisation that this person answers for."""
    membership = _member_of_another(kind_beside(person))
    add_member(organisation=membership.organisation, user=person, role="responsable")
    return membership


def _to_role(membership: Membership) -> str:
    return reverse("comptes:member_role", args=[membership.organisation.slug, membership.pk])


def _to_on_call(membership: Membership) -> str:
    return reverse("comptes:on_call", args=[membership.organisation.slug])


def _to_remove(membership: Membership) -> str:
    return reverse("comptes:member_remove", args=[membership.organisation.slug, membership.pk])


def _key_of(person: User) -> Authenticator:
    """A passkey that nobody can use: enough for who may reach its pages."""
    data = {"name": "Mon téléphone", "credential": {}}
    return Authenticator.objects.create(user=person, type="webauthn", data=data)


# 302: visitors are sent to sign in; members have no use for the doors of visitors.
MATRIX = {
    **{
        name: _page(name, anonymous=302, member=200)
        for name in ("comptes:home", "comptes:profile", "account_email")
    },
    **{
        name: _page(name, anonymous=200, member=302)
        for name in ("account_login", "account_signup", "account_request_login_code")
    },
    "comptes:organisations": _page("comptes:organisations", anonymous=302, member=403)
    | {"equipe": 200},
    "comptes:members": {
        "url": lambda: reverse("comptes:members", args=[_member_of_another().organisation.slug]),
        "anonymous": 302,
        **dict.fromkeys(MEMBERS, 404),
        "equipe": 200,
    },
    "comptes:leave": {
        "url": lambda: reverse("comptes:leave", args=[_member_of_another().organisation.slug]),
        "anonymous": 302,
        **dict.fromkeys(MEMBERS, 302),
    },
    "comptes:member_role": {
        "url": lambda: _to_role(_member_of_another()),
        "anonymous": 405,
        **dict.fromkeys(MEMBERS, 405),
    },
    "comptes:on_call": {
        "url": lambda: _to_on_call(_member_of_another()),
        "anonymous": 405,
        **dict.fromkeys(MEMBERS, 405),
    },
    "comptes:member_remove": {
        "url": lambda: _to_remove(_member_of_another()),
        "anonymous": 302,
        **dict.fromkeys(MEMBERS, 404),
        "equipe": 200,
    },
    "account_reset_password": _page("account_reset_password", anonymous=200, member=200),
    "account_inactive": _page("account_inactive", anonymous=200, member=200),
    "account_password_reset_completed": _page(
        "account_password_reset_completed", anonymous=200, member=200
    ),
    "account_logout": _page("account_logout", anonymous=302, member=200),
    "account_set_password": _page("account_set_password", anonymous=302, member=200),
    # Without a password there is none to change, nor to confirm one's identity with: by mail.
    "account_change_password": _page("account_change_password", anonymous=302, member=302),
    "account_reauthenticate": _page("account_reauthenticate", anonymous=302, member=302),
    "reauthenticate_by_mail": _page("reauthenticate_by_mail", anonymous=302, member=200),
    **{
        name: _page(name, anonymous=302, member=200)
        for name in (
            "mfa_index",
            "mfa_activate_totp",
            "mfa_add_webauthn",
            "mfa_view_recovery_codes",
        )
    },
    "mfa_deactivate_totp": _page("mfa_deactivate_totp", anonymous=302, member=302),
    **{
        name: {
            "url": lambda name=name: reverse(name, args=[_key_of(UserFactory()).pk]),
            "anonymous": 302,
            **dict.fromkeys(MEMBERS, 302),
        }
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn")
    },
    # Without a factor there is none to confirm one's identity with: by mail.
    **{
        name: _page(name, anonymous=302, member=302)
        for name in ("mfa_reauthenticate", "mfa_reauthenticate_webauthn")
    },
    # Nothing waits: straight to the page.
    "second_factor_wait": _page("second_factor_wait", anonymous=302, member=302),
    **{
        name: {"url": lambda url=url: url, "anonymous": 405, **dict.fromkeys(MEMBERS, 405)}
        for name, url in (
            ("comptes:sessions_close", "/mon-compte/securite/appareils/fermer/"),
            ("comptes:session_close", "/mon-compte/securite/appareils/abc/fermer/"),
        )
    },
    # Without codes there is no file of them.
    "mfa_download_recovery_codes": _page("mfa_download_recovery_codes", anonymous=302, member=302),
    # Steps of a path: nothing to see without its beginning.
    **{
        name: _page(name, anonymous=302, member=302)
        for name in (
            "mfa_authenticate",
            "mfa_login_webauthn",
            "account_confirm_login_code",
            "account_email_verification_sent",
            "account_confirm_password_reset_code",
            "account_complete_password_reset",
        )
    },
}


def _to(name: str) -> Callable[[], str]:
    return lambda: reverse(name)


_CODE = {"code": "123-456"}
_NEW_PASSWORD = {"password1": "un secret bien long", "password2": "un secret bien long"}
_LEAD = {"role": "responsable"}
POSTS = {
    "comptes:profile": post(_to("comptes:profile"), {"display_name": "Monique D."}, others=302),
    "account_logout": post(_to("account_logout"), anonymous=302, others=302),
    # Visitors' doors: a wrong password is an error of the form; members are sent away.
    "account_login": post(
        _to("account_login"),
        {"login": "nul@exemple.test", "password": "faux"},
        anonymous=422,
        others=302,
    ),
    "account_signup": post(
        _to("account_signup"),
        {
            "email": "neuf@exemple.test",
            "password1": "un secret bien long",
            "display_name": "Monique D.",
        },
        anonymous=302,
        others=302,
    ),
    "account_request_login_code": post(
        _to("account_request_login_code"), {"email": "nul@exemple.test"}, anonymous=302, others=302
    ),
    "account_reset_password": post(
        _to("account_reset_password"), {"email": "nul@exemple.test"}, anonymous=302, others=302
    ),
    # Not a member of it: there is nothing to leave. The only lead stays.
    "comptes:leave": post(
        lambda: reverse("comptes:leave", args=[_member_of_another().organisation.slug]), others=302
    ).own(
        lambda person: reverse("comptes:leave", args=[_led_by(person).organisation.slug]),
        others=409,
    ),
    "comptes:member_role": post(
        lambda: _to_role(_member_of_another()), _LEAD, others=404, equipe=302
    ).own(lambda person: _to_role(_led_by(person)), others=302),
    "comptes:on_call": post(lambda: _to_on_call(_member_of_another()), others=404, equipe=302).own(
        lambda person: _to_on_call(_led_by(person)), others=302, exploitant=404
    ),
    "comptes:member_remove": post(
        lambda: _to_remove(_member_of_another()), others=404, equipe=302
    ).own(lambda person: _to_remove(_led_by(person)), others=302),
    "account_email": post(
        _to("account_email"), {"action_add": "", "email": "autre@exemple.test"}, others=302
    ),
    "account_set_password": post(_to("account_set_password"), _NEW_PASSWORD, others=302),
    # Without a password there is none to change, nor to confirm one's identity with: by mail.
    "account_change_password": post(
        _to("account_change_password"), {"oldpassword": "x"} | _NEW_PASSWORD, others=302
    ),
    "account_reauthenticate": post(_to("account_reauthenticate"), {"password": "x"}, others=302),
    "reauthenticate_by_mail": post(_to("reauthenticate_by_mail"), others=200),
    # What is typed is wrong, or there is nothing to take away.
    "mfa_activate_totp": post(_to("mfa_activate_totp"), {"code": "000"}, others=422),
    "mfa_deactivate_totp": post(_to("mfa_deactivate_totp"), others=302),
    "mfa_add_webauthn": post(_to("mfa_add_webauthn"), {"credential": "{}"}, others=422),
    "mfa_view_recovery_codes": post(_to("mfa_view_recovery_codes"), others=409),
    "mfa_edit_webauthn": post(
        lambda: reverse("mfa_edit_webauthn", args=[_key_of(UserFactory()).pk]),
        {"name": "Ordinateur"},
        # Not one's own: what was typed is given back.
        others=409,
    ).own(lambda person: reverse("mfa_edit_webauthn", args=[_key_of(person).pk]), others=302),
    "mfa_remove_webauthn": post(
        lambda: reverse("mfa_remove_webauthn", args=[_key_of(UserFactory()).pk]), others=302
    ).own(lambda person: reverse("mfa_remove_webauthn", args=[_key_of(person).pk]), others=302),
    "comptes:sessions_close": post(_to("comptes:sessions_close"), others=302),
    "comptes:session_close": post(
        lambda: reverse("comptes:session_close", args=["abc"]),
        others=302,
        nobody_owns="test_sessions.py closes one's own, and tries another's",
    ),
    "mfa_reauthenticate": post(_to("mfa_reauthenticate"), _CODE, others=302),
    "mfa_reauthenticate_webauthn": post(
        _to("mfa_reauthenticate_webauthn"), {"credential": "{}"}, others=302
    ),
    # Steps of a path: nothing to send without its beginning.
    "mfa_authenticate": post(_to("mfa_authenticate"), _CODE, others=302),
    "mfa_login_webauthn": post(_to("mfa_login_webauthn"), {"credential": "{}"}, others=302),
    "account_confirm_login_code": post(
        _to("account_confirm_login_code"), _CODE, anonymous=REFUSED, others=302
    ),
    "account_email_verification_sent": post(
        _to("account_email_verification_sent"), _CODE, others=REFUSED
    ),
    "account_confirm_password_reset_code": post(
        _to("account_confirm_password_reset_code"), _CODE, others=SIGN_IN
    ),
    "account_complete_password_reset": post(
        _to("account_complete_password_reset"), _NEW_PASSWORD, anonymous=302, others=302
    ),
}
