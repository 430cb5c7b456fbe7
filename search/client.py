"""The one configured client: a read fails after a second and a half, a breaker stops the next ones, and it speaks our own errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from elastic_transport import ConnectionError as EngineConnectionError
from elastic_transport import ConnectionTimeout, TransportApiResponse, TransportError
from elastic_transport import Transport as ElasticTransport
from elasticsearch import ApiError, Elasticsearch, UnsupportedProductError

from search.breaker import Breaker
from search.errors import SearchRejected, SearchUnavailable

# What is left of the two seconds is for the answer from the database.
READ_TIMEOUT = 1.5
WRITE_TIMEOUT = 30.0
# The engine itself gives up a little earlier than we do, so that it does not go on working for nobody.
_ENGINE_SHARE = 5 / 6
_OVERLOADED = frozenset({408, 429, 500, 502, 503, 504})


class GuardedTransport(ElasticTransport):
    """The client's transport behind a breaker. A refused connection is tried once more; a slow answer is not."""

    breaker: Breaker

    def perform_request(self, method: str, target: str, **kwargs: Any) -> TransportApiResponse:
        """One request, counted by the breaker. Raises SearchUnavailable at once while it is open."""
        self.breaker.before()
        try:
            response = super().perform_request(method, target, **kwargs)
        except TransportError:
            self.breaker.failed()
            raise
        if response.meta.status in _OVERLOADED:
            self.breaker.failed()
        else:
            self.breaker.succeeded()
        return response


@dataclass(frozen=True, slots=True)
class Connection:
    """Two clients of one cluster, so that slow bulk writes never stop people from searching."""

    reads: Elasticsearch
    writes: Elasticsearch
    read_breaker: Breaker
    write_breaker: Breaker
    engine_timeout: str

    def close(self) -> None:
        """Close the sockets."""
        self.reads.close()
        self.writes.close()


def connect(
    url: str,
    *,
    api_key: str | None = None,
    ca_certs: str | None = None,
    read_timeout: float = READ_TIMEOUT,
    write_timeout: float = WRITE_TIMEOUT,
    rest: float = 5.0,
) -> Connection:
    """Configure clients for `url` (credentials may be part of it). Opens no socket yet; times are seconds."""
    read_breaker, write_breaker = Breaker(rest=rest), Breaker(rest=rest)
    options: dict[str, Any] = {"hosts": [url], "retry_on_timeout": False, "max_retries": 1, "retry_on_status": ()}
    if api_key:
        options["api_key"] = api_key
    if ca_certs:
        options["ca_certs"] = ca_certs
    return Connection(
        reads=_client(options, read_timeout, read_breaker),
        writes=_client(options, write_timeout, write_breaker),
        read_breaker=read_breaker,
        write_breaker=write_breaker,
        engine_timeout=f"{round(read_timeout * _ENGINE_SHARE * 1000)}ms",
    )


def _client(options: dict[str, Any], timeout: float, breaker: Breaker) -> Elasticsearch:
    # The client makes its own transport from a class, so each breaker comes with a class of its own.
    transport = type("Guarded", (GuardedTransport,), {"breaker": breaker})
    return Elasticsearch(**options, request_timeout=timeout, transport_class=transport)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the client raises into SearchUnavailable or SearchRejected, so nothing of the engine's own reaches the caller."""
    try:
        yield
    except ConnectionTimeout as problem:
        raise SearchUnavailable("search.too_slow", detail=type(problem).__name__) from problem
    except (EngineConnectionError, TransportError) as problem:
        raise SearchUnavailable("search.unavailable", detail=type(problem).__name__) from problem
    except UnsupportedProductError as problem:
        raise SearchUnavailable("search.not_elasticsearch") from problem
    except ApiError as problem:
        raise meaning_of(problem.meta.status, str(problem.error)) from problem


def meaning_of(status: int, error: str) -> SearchUnavailable | SearchRejected:
    """What an answer that is an error means to the caller."""
    if status == 404:
        return SearchUnavailable("search.index_missing", detail=error)
    if status == 400:
        return SearchRejected("search.refused_by_engine", detail=error)
    return SearchUnavailable("search.unavailable", detail=f"{status} {error}")
