"""What a connected building tells of its connection (retour d’expérience): costs, photos."""
