"""The State's providers of identity, absent unless they are set (`ways.py`)."""

from environ import Env

# Whoever waits for a provider that does not answer is told so.
TIMEOUT_S = 4


def read(env: Env) -> dict[str, str]:
    """The settings of FranceConnect and ProConnect, by name; empty ones show nothing."""
    # ProConnect's domain was renamed and differs by network: never a constant. With a scheme, it
    # is the issuer whole.
    domain = env.str("PROCONNECT_DOMAIN", "").rstrip("/")
    is_whole = not domain or "://" in domain
    return {
        "FRANCECONNECT_ISSUER": env.str("FRANCECONNECT_ISSUER", "").rstrip("/"),
        "FRANCECONNECT_CLIENT_ID": env.str("FRANCECONNECT_CLIENT_ID", ""),
        "FRANCECONNECT_CLIENT_SECRET": env.str("FRANCECONNECT_CLIENT_SECRET", ""),
        "FRANCECONNECT_ALG": env.str("FRANCECONNECT_ALG", "ES256"),
        "PROCONNECT_ISSUER": domain if is_whole else f"https://{domain}/api/v2",
        "PROCONNECT_CLIENT_ID": env.str("PROCONNECT_CLIENT_ID", ""),
        "PROCONNECT_CLIENT_SECRET": env.str("PROCONNECT_CLIENT_SECRET", ""),
        "PROCONNECT_ALG": env.str("PROCONNECT_ALG", "RS256"),
    }


def origins(env: Env, found: dict[str, str]) -> list[str]:
    """Addresses that a form of ours may be sent on to; `CONNECT_ORIGINS` adds those that the
    providers' redirections go through."""
    issuers = [found["FRANCECONNECT_ISSUER"], found["PROCONNECT_ISSUER"]]
    return [*issuers, *env.list("CONNECT_ORIGINS", default=[])]
