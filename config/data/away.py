"""What a database that goes away raises: it restarts, has no room, or no connection left to give.

A query that is wrong raises something else, and is wrong again in a moment.
"""

from django.db import InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError)
