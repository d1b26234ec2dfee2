"""Rights given in `/gestion/`, to accounts and to groups: what may be given, and who gave it."""
