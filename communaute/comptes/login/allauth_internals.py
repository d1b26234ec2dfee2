"""All that we take of django-allauth beyond what it promises to keep, in one place.

Written again here, each would be a second copy of what keeps accounts safe. An update of the
library is read against this list; `tests/architecture/test_private_api.py` keeps it short.
"""

# Adds to what a session has proved: the public module reads it only.
from allauth.account.internal.flows.login import record_authentication

# Counts a try that a right password takes back: the public `consume` cannot be taken back.
from allauth.core.internal.ratelimit import RateLimitUsage, consume

# Takes the key of an application out of the session once it is in use.
from allauth.mfa.totp.internal.auth import clear_totp_secret

# The challenge that a new passkey answers, which the library's own form then verifies.
from allauth.mfa.webauthn.internal.auth import begin_registration

__all__ = [
    "RateLimitUsage",
    "begin_registration",
    "clear_totp_secret",
    "consume",
    "record_authentication",
]
