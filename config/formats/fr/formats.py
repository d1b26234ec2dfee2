"""Days and hours as French people write them, « 12/12/2026 à 18 h 30 », read in every field."""

DATE_INPUT_FORMATS = ["%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y"]
_HOURS = ("%H:%M", "%Hh%M", "%H h %M", "%Hh", "%H h", "%H:%M:%S")
DATETIME_INPUT_FORMATS = [
    f"{day}{between}{hour}"
    for day in DATE_INPUT_FORMATS
    for between in (" ", " à ")
    for hour in _HOURS
]
