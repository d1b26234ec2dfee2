"""The orders one reads in; an index of `models.py` holds each."""

from socle.keyset import Keyset

LATEST = Keyset("-last_activity_at", "-pk")
# Most questions share 0.
MOST_USEFUL = Keyset("-useful_count", "-last_activity_at", "-pk", shared=1)
# In a thread, the accepted answer apart: the most useful first, then in time.
THREAD = Keyset("-useful_count", "created_at", "pk")
# One's own answers, the last first.
WRITTEN = Keyset("-created_at", "-pk")
