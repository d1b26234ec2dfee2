"""Rights given in `/gestion/`: what may be given, who gave it, what follows who comes or leaves."""
