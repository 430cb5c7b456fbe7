"""An Elasticsearch that a test may kill: the test run's own, or a throw-away one where the engine was given from outside."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

from infra.local import environment
from infra.local.outage import outage, runs_here

_SERVICE = "elasticsearch"
_OWN_STACK = "fault"

Outage = Callable[[], AbstractContextManager[None]]


@contextmanager
def mortal_engine() -> Iterator[tuple[str, Outage]]:
    """The address of an engine, and how to take it away for a while."""
    shared = os.environ.get("XMH_STACK", "test")
    if runs_here(_SERVICE, name=shared):
        yield os.environ["ELASTICSEARCH_URL"], lambda: outage(_SERVICE, name=shared)
        return
    given = os.environ.pop("ELASTICSEARCH_URL", None)
    try:
        with environment.provide({_SERVICE}, name=_OWN_STACK, strict=True) as exported:
            yield exported["ELASTICSEARCH_URL"], lambda: outage(_SERVICE, name=_OWN_STACK)
    finally:
        if given is not None:
            os.environ["ELASTICSEARCH_URL"] = given
