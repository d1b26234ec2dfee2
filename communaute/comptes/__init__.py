"""Accounts, organisations and rights: sign-in, second factor, sessions, profiles."""
