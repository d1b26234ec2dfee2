"""The databases of the environment, as Django’s settings want them."""

from pathlib import Path
from typing import Any

from environ import Env

REPLICA = "replica"
SQLITE = "django.db.backends.sqlite3"
# Seconds to answer a connection. Without the replica the primary answers in its place; without the
# primary a thread that waits answers nobody.
CONNECT_S = 2
PRIMARY_CONNECT_S = 5


def databases(env: Env, data_dir: Path) -> dict[str, Any]:
    """`default`, by `DATABASE_URL` (SQLite in `data_dir` without it); and `replica`, read only,
    when `DATABASE_REPLICA_URL` is set."""
    found = {"default": env.db_url("DATABASE_URL", f"sqlite:///{data_dir / 'db.sqlite3'}")}
    # Opening one costs 5 ms of processor, SQLite included: a thread keeps its own.
    found["default"]["CONN_MAX_AGE"] = age_s = env.int("CONN_MAX_AGE", 60)
    if found["default"]["ENGINE"] == SQLITE:
        Path(found["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        found["default"]["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # foreign_keys is switched on by Django itself at each connection.
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=134217728;"
            ),
        }
        return found
    # On an SSD a page read apart costs little more than the next one: told so, PostgreSQL follows
    # an index to a few hundred rows where it would read the table.
    options = env.str("DATABASE_OPTIONS", "-c random_page_cost=1.1")
    if env.str("DATABASE_REPLICA_URL", ""):
        found[REPLICA] = env.db_url("DATABASE_REPLICA_URL")
        found[REPLICA]["TEST"] = {"MIRROR": "default"}
    for name, database in found.items():
        database["CONN_MAX_AGE"] = age_s
        database["CONN_HEALTH_CHECKS"] = True
        database.setdefault("OPTIONS", {})["options"] = options
        database["OPTIONS"].setdefault("connect_timeout", PRIMARY_CONNECT_S)
        if name == REPLICA:
            read_only = f"{options} -c default_transaction_read_only=on"
            database["OPTIONS"] |= {"options": read_only.strip(), "connect_timeout": CONNECT_S}
    return found
