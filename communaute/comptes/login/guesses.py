"""Guesses of a code, counted before the code is looked at.

django-allauth counts them in the session, which each request reads, then writes: sixty sent at
once all read the same count. Here one number of the cache moves by itself, in one act. The count of
the session stays: it holds when the cache forgets.
"""

from allauth.core import context
from django.conf import settings
from django.utils.crypto import salted_hmac

from socle.ratelimit import count_one


def may_guess(code: str) -> bool:
    """Count one guess of this code by the visitor it was sent for; whether it may be looked at."""
    sent = f"{context.request.session.session_key}:{code}"
    digest = salted_hmac("guesses of a code", sent, algorithm="sha256").hexdigest()
    counted = count_one(f"guesses:{digest}", settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return counted <= settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS
