"""How a node is configured and started, for each of the two releases."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from infra.local import elastic
from infra.local.elastic import Node
from infra.local.java import Java
from infra.local.paths import StackPlaces
from infra.local.releases import NEWER, OLDER, Release
from infra.local.testing import MEASURED


def _node(tmp_path: Path, release: Release) -> Node:
    home = tmp_path / "home"
    (home / "config").mkdir(parents=True)
    options = "-Xss1m\n-XX:HeapDumpPath=data\n-XX:ErrorFile=logs/hs_err.log\n-Xlog:gc*:file=logs/gc.log:utctime\n"
    (home / "config" / "jvm.options").write_text(options, encoding="utf-8")
    (home / "config" / "log4j2.properties").write_text("status = error\n", encoding="utf-8")
    return Node(release, Java(Path("/opt/jdk"), 21), home, tmp_path / "data", 9201, 9301)


def test_settings_keep_the_node_on_this_machine(tmp_path: Path) -> None:
    node = _node(tmp_path, NEWER)
    assert yaml.safe_load(elastic.settings(node)) == {
        "cluster.name": "xiangmihu-local",
        "node.name": "local",
        "network.host": "127.0.0.1",
        "http.port": 9201,
        "transport.port": 9301,
        "discovery.type": "single-node",
        "xpack.security.enabled": False,
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "node.store.allow_mmap": False,
        "path.data": str(node.data / "data"),
        "path.logs": str(node.data / "logs"),
    }


def test_prepared_node_writes_below_its_own_data_only(tmp_path: Path) -> None:
    node = _node(tmp_path, OLDER)
    elastic.prepare(node)
    options = (node.config / "jvm.options").read_text(encoding="utf-8").splitlines()
    assert options == [
        "-Xss1m",
        f"-XX:HeapDumpPath={node.data}/data",
        f"-XX:ErrorFile={node.data}/logs/hs_err.log",
        f"-Xlog:gc*:file={node.data}/logs/gc.log:utctime",
    ]
    assert {entry.name for entry in node.data.iterdir()} == {"config", "data", "home", "logs", "tmp"}
    assert sorted(entry.name for entry in (node.home / "config").iterdir()) == ["jvm.options", "log4j2.properties"]


def test_preparing_again_keeps_data_and_renews_the_configuration(tmp_path: Path) -> None:
    node = _node(tmp_path, NEWER)
    elastic.prepare(node)
    (node.data / "data" / "index").write_text("kept", encoding="utf-8")
    (node.config / "elasticsearch.keystore").write_text("of another release", encoding="utf-8")
    elastic.prepare(node)
    assert (node.data / "data" / "index").read_text(encoding="utf-8") == "kept"
    assert not (node.config / "elasticsearch.keystore").exists()


def test_newer_release_starts_by_its_server_launcher(tmp_path: Path) -> None:
    node = _node(tmp_path, NEWER)
    program = elastic.program(node, tmp_path / "log")
    assert program.command == [
        "/opt/jdk/bin/java",
        "-Xms4m",
        "-Xmx64m",
        "-XX:+UseSerialGC",
        "-cp",
        f"{node.home}/lib/tools/server-launcher/*",
        "org.elasticsearch.server.launcher.ServerLauncher",
    ]
    assert program.folder == node.home


def test_older_release_starts_by_its_command_line_launcher(tmp_path: Path) -> None:
    node = _node(tmp_path, OLDER)
    command = elastic.program(node, tmp_path / "log").command
    assert command[-1] == "org.elasticsearch.launcher.CliToolLauncher"
    assert command[-2] == f"{node.home}/lib/*:{node.home}/lib/cli-launcher/*"
    assert {f"-Des.path.home={node.home}", f"-Des.path.conf={node.config}", "-Dcli.name=server"} <= set(command)


def test_options_for_other_javas_do_not_reach_the_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_TOOL_OPTIONS", "-Xmx8g")
    monkeypatch.setenv("ES_JAVA_OPTS", "-Xmx8g")
    monkeypatch.setenv("JAVA_HOME", "/opt/other")
    environment = elastic.program(_node(tmp_path, NEWER), tmp_path / "log").environment
    assert environment["ES_JAVA_OPTS"] == "-Xms512m -Xmx512m"
    assert not {"JAVA_TOOL_OPTIONS", "JAVA_HOME"} & set(environment)
    assert environment["HOME"] != os.environ.get("HOME")


def test_node_of_a_test_run_alone_compiles_quickly_instead_of_well(tmp_path: Path) -> None:
    node = _node(tmp_path, NEWER)
    brief = elastic.program(replace(node, is_brief=True), tmp_path / "log").environment["ES_JAVA_OPTS"]
    assert brief == "-Xms512m -Xmx512m -XX:TieredStopAtLevel=1"
    assert [StackPlaces(name, tmp_path).is_brief for name in ("test", "demo", MEASURED)] == [True, False, False]


def test_silent_port_has_no_health() -> None:
    assert elastic.health("http://127.0.0.1:9", timeout=0.5) is None
