"""How django-allauth's second factors behave here: French words, secrets encrypted in the base."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

SERVICE = "ChauffageUrbain"


def _cipher() -> MultiFernet:
    """The keys are drawn from `SECRET_KEY`; those it replaced still read what they wrote."""
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"second-factor:{secret}".encode()).digest() for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors, told in plain French."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": (
            "Ce code ne convient pas. Vérifiez-le, et que votre téléphone est à l’heure : "
            "un code ne vaut que trente secondes."
        ),
        "unverified_email": "Confirmez d’abord votre adresse électronique.",
    }

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return SERVICE

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Authenticator.Type) -> str:
        """A name to be told apart by, for who gives none."""
        known = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return f"Clé d’accès n° {known + 1}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": SERVICE}
