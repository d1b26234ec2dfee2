"""Writing: an identity linked to an account, a link removed, an account made from an identity."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communaute.comptes.models import User
from communaute.comptes.services import create_account, lock_accounts
from communaute.notifications.services import tell

from .errors import AlreadyLinked, LinkedElsewhere, OtherIdentity
from .identity import Identity
from .identity_providers import Way


@transaction.atomic
def link(*, actor: User, way: Way, identity: Identity) -> SocialAccount:
    """Link an identity to the account of `actor`, who is told by mail; again changes nothing.

    Raises AlreadyLinked when the account has another one, OtherIdentity when that one may be the
    same person's under another number, LinkedElsewhere when it is another's.
    """
    lock_accounts(actor.pk)
    found = SocialAccount.objects.filter(provider=way.key, uid=identity.uid).first()
    if found is not None:
        if found.user_id != actor.pk:
            raise LinkedElsewhere(way.name)
        return found
    if SocialAccount.objects.filter(provider=way.key, user=actor).exists():
        is_same_mail = way.is_professional and identity.email == actor.email.lower()
        raise OtherIdentity(way.name) if is_same_mail else AlreadyLinked(way.name)
    made = SocialAccount.objects.create(provider=way.key, uid=identity.uid, user=actor)
    _tell(actor, "sso.linked", way, made)
    return made


@transaction.atomic
def unlink(*, actor: User, way: Way) -> bool:
    """Remove the link of `actor` with this provider, told by mail; returns whether there was one.

    Nobody is locked out: a code by mail always opens an account.
    """
    lock_accounts(actor.pk)
    found = SocialAccount.objects.filter(provider=way.key, user=actor).first()
    if found is None:
        return False
    _tell(actor, "sso.unlinked", way, found)
    found.delete()
    return True


@transaction.atomic
def open_account(*, way: Way, identity: Identity, email: str, display_name: str) -> User:
    """Make the account of somebody who confirmed this address. Raises AccountExists,
    InvalidDisplayName, LinkedElsewhere."""
    if SocialAccount.objects.filter(provider=way.key, uid=identity.uid).exists():
        raise LinkedElsewhere(way.name)
    user = create_account(email=email, display_name=display_name)
    SocialAccount.objects.create(provider=way.key, uid=identity.uid, user=user)
    return user


@transaction.atomic
def trust_address(*, actor: User, email: str) -> None:
    """Whoever typed the code reads this mailbox. An account made on it by somebody who never
    proved it loses its password: else they would stay in."""
    address, _ = EmailAddress.objects.get_or_create(
        user=actor, email=actor.email, defaults={"primary": True, "verified": False}
    )
    if address.verified or actor.email.lower() != email.lower():
        return
    actor.set_unusable_password()
    actor.save(update_fields=["password"])
    address.verified = True
    address.save(update_fields=["verified"])


def _tell(person: User, kind: str, way: Way, account: SocialAccount) -> None:
    tell(
        kind,
        to=person,
        key=f"{kind}:{way.key}:{account.pk}",
        context={"name": way.name, "at": timezone.now()},
        url=reverse("comptes:profile"),
    )
