"""Hours as French people write them, « 12/12/2026 à 18 h 30 », read in every field of a moment."""

_HOURS = ("%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H:%M:%S")
DATETIME_INPUT_FORMATS = [f"%d/%m/%Y{between}{hour}" for between in (" ", " à ") for hour in _HOURS]
