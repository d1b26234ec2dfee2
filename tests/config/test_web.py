"""The web command: safe by default, and what it takes from the database is known."""

import os

from config import web


def option(words: list[str], name: str) -> str:
    return words[words.index(name) + 1]


def test_by_default_a_process_a_core_and_two_threads():
    assert web.processes({}) == os.process_cpu_count()
    assert web.threads({}) == 2
    assert web.connections({}) == 3 * os.process_cpu_count()


def test_the_environment_decides():
    environ = {"WEB_PROCESSES": "3", "WEB_THREADS": "4", "HOST": "::", "PORT": "9000"}
    words = web.command(environ)
    assert web.connections(environ) == 15
    assert option(words, "--workers") == "3"
    assert (option(words, "--host"), option(words, "--port")) == ("::", "9000")


def test_an_empty_variable_is_none():
    assert web.command({"WEB_PROCESSES": "", "PORT": ""}) == web.command({})


def test_clients_wait_and_dead_processes_come_back():
    words = web.command({})
    assert "--respawn-failed-workers" in words
    assert int(option(words, "--backpressure")) >= 300
    assert int(option(words, "--backlog")) >= 300
    assert int(option(words, "--http1-header-read-timeout")) <= 30_000
