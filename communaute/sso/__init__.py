"""Signing in by the State’s identity providers (ProConnect, OpenID Connect)."""
