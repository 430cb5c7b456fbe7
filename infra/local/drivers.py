"""How the supervisor handles each service: prepare and start it on a port, ask whether it answers, finish it once it does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from infra.local import docker, elastic, maven, postgres, processes, secrets_file, sources, users, valkey, wheels
from infra.local.children import Program
from infra.local.errors import LocalError
from infra.local.paths import StackPlaces, checkout_key
from infra.local.ports import free_port

POSTGRES, VALKEY, ELASTICSEARCH = "postgres", "valkey", "elasticsearch"
SERVICES = (POSTGRES, VALKEY, ELASTICSEARCH)


class Driver(Protocol):
    """One service of one stack. `patience` is how many seconds a start may take."""

    name: str
    first_port: int
    patience: float

    def url(self, port: int) -> str: ...
    def obtain(self, say: Callable[[str], None]) -> None:
        """Get the programs, however long it takes. Raises LocalError."""

    def program(self, port: int) -> Program:
        """Prepare folders and say what to start. Raises LocalError."""

    def answers(self, port: int) -> bool: ...
    def finish(self, port: int) -> None:
        """What is to be done once after it answers."""

    def forget(self) -> bool:
        """Throw away what may be broken and can be made again; False when there is nothing of the kind."""


class PostgresDriver:
    name, first_port, patience = POSTGRES, 54320, 60.0

    def __init__(self, places: StackPlaces) -> None:
        self._places = places
        self._passwords = secrets_file.load(places.secrets)

    def _cluster(self, port: int) -> postgres.Cluster:
        words = self._passwords
        data = self._places.data / "postgres"
        return postgres.Cluster(data, port, words["postgres"], words["owner"], self._places.throw_away)

    def url(self, port: int) -> str:
        return self._cluster(port).url

    def obtain(self, say: Callable[[str], None]) -> None:
        wheels.postgres_bin()

    def program(self, port: int) -> Program:
        cluster = self._cluster(port)
        postgres.prepare(cluster)
        return postgres.program(cluster, self._places.logs / "postgres.log")

    def answers(self, port: int) -> bool:
        return postgres.answers(self._cluster(port))

    def finish(self, port: int) -> None:
        postgres.create_roles(self._cluster(port))

    def forget(self) -> bool:
        return False


class ValkeyDriver:
    name, first_port, patience = VALKEY, 63790, 20.0

    def __init__(self, places: StackPlaces) -> None:
        self._places = places
        self._password = secrets_file.load(places.secrets)["valkey"]

    @property
    def _folder(self) -> Path:
        return self._places.data / "valkey"

    def url(self, port: int) -> str:
        return valkey.url(port, self._password)

    def obtain(self, say: Callable[[str], None]) -> None:
        wheels.valkey_server()

    def program(self, port: int) -> Program:
        # It writes its own title, "valkey-server 127.0.0.1:PORT", so orphans are known by their recorded numbers alone.
        return valkey.program(port, self._password, self._folder, self._places.logs / "valkey.log")

    def answers(self, port: int) -> bool:
        return valkey.answers(port, self._password)

    def finish(self, port: int) -> None:
        return

    def forget(self) -> bool:
        return False


class ElasticDriver:
    """From Java when the machine has a fitting one, else from Docker."""

    name, first_port, patience = ELASTICSEARCH, 9200, 240.0

    def __init__(self, places: StackPlaces, source: sources.FromJava | sources.FromDocker) -> None:
        self._places = places
        self._source = source
        self._home: Path | None = source.folder if isinstance(source, sources.FromJava) else None
        self._container = f"xiangmihu-{checkout_key()}-{places.name}"

    def url(self, port: int) -> str:
        return f"http://127.0.0.1:{port}"

    def obtain(self, say: Callable[[str], None]) -> None:
        if isinstance(self._source, sources.FromJava) and self._home is None:
            self._home = maven.fetch(self._source.release, self._source.java, say)

    @property
    def _data(self) -> Path:
        if isinstance(self._source, sources.FromDocker):
            return self._places.data / "elasticsearch-docker"
        # One release does not read what the other wrote; the index is made again from the database.
        return self._places.data / f"elasticsearch-{self._source.release.version}"

    def program(self, port: int) -> Program:
        log = self._places.logs / "elasticsearch.log"
        self._data.mkdir(parents=True, exist_ok=True)
        if isinstance(self._source, sources.FromDocker):
            docker.remove(self._container)
            environment = {**os.environ}
            command = docker.run_command(self._container, port)
            return Program(self.name, command, environment, self._data, log, grace=30)
        if self._home is None:
            raise LocalError("Elasticsearch was not fetched yet.")
        transport = free_port(port + 100, avoid=(port,))
        release, java = self._source.release, self._source.java
        node = elastic.Node(release, java, self._home, self._data, port, transport, self._places.is_brief)
        processes.stop(processes.with_argument(f"-Des.path.conf={node.config}"))
        elastic.prepare(node)
        return elastic.program(node, log)

    def answers(self, port: int) -> bool:
        return elastic.health(self.url(port)) is not None

    def finish(self, port: int) -> None:
        return

    def forget(self) -> bool:
        if not (self._data / "data").is_dir():
            return False
        shutil.rmtree(self._data, ignore_errors=True)
        return True


def make(name: str, places: StackPlaces) -> Driver:
    """The driver of a service. Raises LocalError, with the fix, when this machine has no source for it."""
    # Below it every service has a folder of its own, closed to the others.
    places.data.mkdir(parents=True, exist_ok=True)
    if users.is_root():
        places.data.chmod(0o755)
    if name == POSTGRES:
        return PostgresDriver(places)
    if name == VALKEY:
        return ValkeyDriver(places)
    source = sources.find({key: value for key, value in os.environ.items() if key != "ELASTICSEARCH_URL"})
    if isinstance(source, sources.FromJava | sources.FromDocker):
        return ElasticDriver(places, source)
    raise LocalError(source.fix if isinstance(source, sources.Nothing) else "ELASTICSEARCH_URL is set.")
