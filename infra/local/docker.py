"""A Docker daemon that answers, as the second source of Elasticsearch."""

from __future__ import annotations

import shutil
import subprocess

from infra.local.releases import NEWER

IMAGE = f"elasticsearch:{NEWER.version}"


def daemon_version(timeout: float = 1.5) -> str:
    """The daemon's version, empty when there is no command or no daemon answers within `timeout` seconds."""
    program = shutil.which("docker")
    if program is None:
        return ""
    command = [program, "version", "--format", "{{.Server.Version}}"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=timeout, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip() if answer.returncode == 0 else ""


def remove(container: str) -> None:
    """Remove this checkout's own container, if a killed run left it behind."""
    subprocess.run(["docker", "rm", "--force", container], capture_output=True, timeout=60, check=False)


def run_command(container: str, port: int) -> list[str]:
    """The foreground command of one Elasticsearch node that only this machine can reach; it ends with its container."""
    settings = {
        "discovery.type": "single-node",
        "xpack.security.enabled": "false",
        "cluster.routing.allocation.disk.threshold_enabled": "false",
        "node.store.allow_mmap": "false",
        "ES_JAVA_OPTS": "-Xms512m -Xmx512m",
    }
    command = ["docker", "run", "--rm", "--name", container, "--publish", f"127.0.0.1:{port}:9200"]
    for name, value in settings.items():
        command += ["--env", f"{name}={value}"]
    return [*command, IMAGE]
