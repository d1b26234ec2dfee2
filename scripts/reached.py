"""A pytest plugin: which tests go through which functions, and how long each takes.

`scripts/mutants.py` loads it (`-p scripts.reached`) when it runs the tests of a room as they are.
Writes to `REACHED_FILE`, as JSON, `tests`: {test: seconds} of those that passed, and `functions`:
{"path:first line": [tests]} of the files that `REACHED_FILES` lists, one a line.
"""

import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import CodeType

import pytest

TOOL = sys.monitoring.COVERAGE_ID


class Reached:
    def __init__(self) -> None:
        here = Path.cwd()
        self.paths = {str(here / name): name for name in os.environ["REACHED_FILES"].splitlines()}
        self.functions: dict[str, set[str]] = defaultdict(set)
        self.seconds: dict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self.test = ""
        sys.monitoring.use_tool_id(TOOL, "reached")
        sys.monitoring.register_callback(TOOL, sys.monitoring.events.PY_START, self.enter)
        sys.monitoring.set_events(TOOL, sys.monitoring.events.PY_START)

    def enter(self, code: CodeType, _offset: int) -> object:
        path = self.paths.get(code.co_filename)
        if path is None:
            return sys.monitoring.DISABLE  # never asked again for this code: costs nothing
        if self.test:
            self.functions[f"{path}:{code.co_firstlineno}"].add(self.test)
        return None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self.test = item.nodeid
        try:
            return (yield)  # type: ignore[return-value]
        finally:
            self.test = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.outcome != "passed":
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        tests = {name: time for name, time in self.seconds.items() if name not in self.failed}
        functions = {place: sorted(names - self.failed) for place, names in self.functions.items()}
        text = json.dumps({"tests": tests, "functions": functions, "failed": sorted(self.failed)})
        Path(os.environ["REACHED_FILE"]).write_text(text)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Reached(), "reached")
