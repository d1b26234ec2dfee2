"""Personal data typed in a text: found, shown, taken out. No database, no network.

Phones (`phonenumbers`), e-mails, bank accounts and cards (`python-stdnum`), door codes, addresses.
`delicate` tells what moderators should see and nobody is asked to take out.
What is found is a help to whoever writes, not a proof against somebody who wants to be found.
"""

from .finder import Found, PersonalKind, find, find_contacts, remove, same_contact

__all__ = ["Found", "PersonalKind", "find", "find_contacts", "remove", "same_contact"]
