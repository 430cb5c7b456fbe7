"""One Elasticsearch node on this machine: its configuration, its start command, its health."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from infra.local import users
from infra.local.children import Program
from infra.local.java import Java
from infra.local.releases import Release

HEAP = "512m"


@dataclass(frozen=True)
class Node:
    """Where one node lives and listens."""

    release: Release
    java: Java
    home: Path
    data: Path
    port: int
    transport_port: int
    is_brief: bool = False

    @property
    def config(self) -> Path:
        return self.data / "config"


def settings(node: Node) -> str:
    """The node's elasticsearch.yml: this machine only, no security, small disks allowed."""
    return "\n".join(
        (
            "cluster.name: xiangmihu-local",
            "node.name: local",
            "network.host: 127.0.0.1",
            f"http.port: {node.port}",
            f"transport.port: {node.transport_port}",
            "discovery.type: single-node",
            "xpack.security.enabled: false",
            "cluster.routing.allocation.disk.threshold_enabled: false",
            "node.store.allow_mmap: false",
            f"path.data: {json.dumps(str(node.data / 'data'))}",
            f"path.logs: {json.dumps(str(node.data / 'logs'))}",
            "",
        )
    )


def prepare(node: Node) -> None:
    """Make the folders and the configuration, and hand them to the service's user. Data that is there stays."""
    # A configuration is made anew each time: a release writes its keystore there, and another release may follow.
    shutil.rmtree(node.config, ignore_errors=True)
    for name in ("data", "logs", "tmp", "home", "config"):
        (node.data / name).mkdir(parents=True, exist_ok=True)
    shutil.copyfile(node.home / "config" / "log4j2.properties", node.config / "log4j2.properties")
    options = (node.home / "config" / "jvm.options").read_text(encoding="utf-8")
    # The package writes below its own folder, which is shared by everybody and closed to the service.
    options = re.sub(r"=(logs|data)/", lambda found: f"={node.data}/{found.group(1)}/", options)
    options = re.sub(r"(HeapDumpPath=)data$", rf"\g<1>{node.data}/data", options, flags=re.MULTILINE)
    (node.config / "jvm.options").write_text(options, encoding="utf-8")
    (node.config / "elasticsearch.yml").write_text(settings(node), encoding="utf-8")
    users.give(node.data, users.service_user())


def _environment(node: Node) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "TZ") if name in os.environ}
    return {
        **kept,
        "HOME": str(node.data / "home"),
        "HOSTNAME": "local",
        "ES_HOME": str(node.home),
        "ES_PATH_CONF": str(node.config),
        "ES_JAVA_HOME": str(node.java.home),
        "ES_TMPDIR": str(node.data / "tmp"),
        "ES_JAVA_OPTS": _java_options(node),
        "ES_DISTRIBUTION_TYPE": "tar",
        "JAVA": str(node.java.program),
        "JAVA_TYPE": "ES_JAVA_HOME",
    }


def _java_options(node: Node) -> str:
    """Who lives for minutes spends more on compiling well than it gains."""
    return f"-Xms{HEAP} -Xmx{HEAP}" + (" -XX:TieredStopAtLevel=1" if node.is_brief else "")


def _command(node: Node) -> list[str]:
    common = [str(node.java.program), "-Xms4m", "-Xmx64m", "-XX:+UseSerialGC"]
    lib = node.home / "lib"
    if node.release.version.startswith("9."):
        launcher = "org.elasticsearch.server.launcher.ServerLauncher"
        return [*common, "-cp", f"{lib}/tools/server-launcher/*", launcher]
    common += ["-Dcli.name=server", "-Dcli.script=./bin/elasticsearch", f"-Dcli.libs={lib}/tools/server-cli"]
    common += [f"-Des.path.home={node.home}", f"-Des.path.conf={node.config}", "-Des.distribution.type=tar"]
    return [*common, "-cp", f"{lib}/*:{lib}/cli-launcher/*", "org.elasticsearch.launcher.CliToolLauncher"]


def program(node: Node, log: Path) -> Program:
    """What to start."""
    return Program(
        name="elasticsearch",
        command=_command(node),
        environment=_environment(node),
        # Both releases look for their modules relative to where they start.
        folder=node.home,
        log=log,
        user=users.service_user(),
        stop_signal=signal.SIGTERM,
        grace=30,
    )


@dataclass(frozen=True)
class Health:
    """A node that answers."""

    version: str
    status: str


def _get(url: str, timeout: float) -> object:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=timeout) as answer:
        return json.load(answer)


def health(url: str, timeout: float = 2.0) -> Health | None:
    """The node's version and colour, or None while it does not answer or is not ready for requests."""
    try:
        root = _get(url, timeout)
        cluster = _get(url.rstrip("/") + "/_cluster/health", timeout)
    except (OSError, ValueError, urllib.error.URLError):
        return None
    if not isinstance(root, dict) or not isinstance(cluster, dict):
        return None
    status = str(cluster.get("status", ""))
    return Health(str(root.get("version", {}).get("number", "")), status) if status in {"yellow", "green"} else None
