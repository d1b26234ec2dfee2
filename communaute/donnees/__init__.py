"""Personal data (RGPD): one’s copy, closing an account, retention, terms accepted."""
