"""The life of a stack with real PostgreSQL and Valkey: shared, ended with the last user, and whole again after any kill."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from infra.local import children, postgres, processes, secrets_file, valkey
from infra.local import state as states
from infra.local.children import Program
from infra.local.postgres import Cluster
from infra.local.processes import ProcessRef
from infra.local.state import Phase, ServiceState, StackState
from tests.infra.conftest import Checkout, make_java, stranger

DATABASES = ("exec", "--needs", "postgres,valkey", "--")


def _exports(output: str) -> dict[str, str]:
    pairs = (line.partition("=") for line in output.splitlines())
    return {name: value for name, _, value in pairs if name.endswith("_URL")}


def _hold(checkout: Checkout) -> subprocess.Popen[str]:
    """A command that uses the services until it is ended; returns when they are up."""
    holder = checkout.start(*DATABASES, "sh", "-c", "echo up; exec sleep 300")
    assert holder.stdout is not None
    if holder.stdout.readline() != "up\n":
        _, said = holder.communicate()
        pytest.fail(said)
    return holder


def _close(holder: subprocess.Popen[str]) -> None:
    holder.wait(60)
    for stream in (holder.stdout, holder.stderr):
        if stream is not None:
            stream.close()


def _cluster(checkout: Checkout, port: int) -> Cluster:
    words = secrets_file.load(checkout.stack_folder("demo") / "secrets.json")
    data = checkout.stack_folder("demo") / "data" / "postgres"
    return Cluster(data, port, words["postgres"], words["owner"], throw_away=False)


def _wait_until_ended(checkout: Checkout, seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while checkout.state("demo").alive:
        assert time.monotonic() < end, "the stack outlived its last user"
        time.sleep(0.1)


def test_second_command_joins_and_the_last_one_ends_the_stack(checkout: Checkout) -> None:
    holder = _hold(checkout)
    state = checkout.state("demo")
    joined = checkout.run(*DATABASES, "env")
    assert joined.returncode == 0, joined.stderr
    expected = {"DATABASE_URL": state.services["postgres"].url, "REDIS_URL": state.services["valkey"].url}
    assert _exports(joined.stdout) == expected
    assert checkout.state("demo").supervisor == state.supervisor
    assert state.alive

    holder.send_signal(signal.SIGTERM)
    _close(holder)
    assert not checkout.state("demo").alive
    assert checkout.processes() == []


def test_exit_code_of_the_command_is_passed_on(checkout: Checkout) -> None:
    assert checkout.run("exec", "--needs", "valkey", "--", "sh", "-c", "exit 7").returncode == 7


def test_killed_runner_leaves_nothing_running_and_nothing_broken(checkout: Checkout) -> None:
    holder = _hold(checkout)
    before = checkout.state("demo")
    postgres.query(_cluster(checkout, before.services["postgres"].port), "CREATE TABLE kept AS SELECT 42 AS answer")
    with stranger(str(checkout.stack_folder("demo"))) as other:
        os.kill(holder.pid, signal.SIGKILL)
        _close(holder)
        _wait_until_ended(checkout)
        assert [ref for service in before.services.values() for ref in service.processes if ref.alive] == []
        assert other.poll() is None

    holder = _hold(checkout)
    port = checkout.state("demo").services["postgres"].port
    assert postgres.query(_cluster(checkout, port), "SELECT answer FROM kept").strip() == "42"
    holder.send_signal(signal.SIGTERM)
    _close(holder)


def test_everything_killed_at_once_starts_clean_again(checkout: Checkout) -> None:
    holder = _hold(checkout)
    state = checkout.state("demo")
    os.kill(state.supervisor.pid, signal.SIGKILL)
    for service in state.services.values():
        for process in reversed(service.processes):
            if process.alive:
                os.kill(process.pid, signal.SIGKILL)
    os.kill(holder.pid, signal.SIGKILL)
    _close(holder)
    assert (checkout.stack_folder("demo") / "data" / "postgres" / "cluster" / "postmaster.pid").exists()

    answer = checkout.run(*DATABASES, "env")
    assert answer.returncode == 0, answer.stderr
    assert set(_exports(answer.stdout)) == {"DATABASE_URL", "REDIS_URL"}
    assert checkout.processes() == []


def test_crashed_database_comes_back_on_its_address_with_its_data(checkout: Checkout) -> None:
    holder = _hold(checkout)
    service = checkout.state("demo").services["postgres"]
    cluster = _cluster(checkout, service.port)
    postgres.query(cluster, "CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(service.processes[0].pid, signal.SIGKILL)

    end = time.monotonic() + 30
    while True:
        again = checkout.state("demo").services["postgres"]
        if again.phase is Phase.READY and again.processes != service.processes:
            break
        assert time.monotonic() < end, again
        time.sleep(0.1)
    assert again.url == service.url
    assert postgres.query(cluster, "SELECT answer FROM kept").strip() == "42"
    holder.send_signal(signal.SIGTERM)
    _close(holder)


def test_recovery_ends_orphans_but_nobody_who_inherited_a_number(checkout: Checkout) -> None:
    folder = checkout.stack_folder("demo")
    folder.mkdir(parents=True)
    with stranger("orphan") as orphan, stranger("inherited its number") as other:
        recorded = (processes.reference(orphan.pid), ProcessRef(other.pid, "an earlier start"))
        service = ServiceState(Phase.READY, "", 0, "", recorded)
        states.write(folder / "state.json", StackState(ProcessRef(2**22 + 7, "1"), {"valkey": service}))
        assert checkout.run("exec", "--needs", "valkey", "--", "true").returncode == 0
        assert orphan.wait(10) == -signal.SIGTERM
        assert other.poll() is None


def test_stale_lock_with_a_number_that_lives_does_not_stop_the_database(checkout: Checkout) -> None:
    assert checkout.run("exec", "--needs", "postgres", "--", "true").returncode == 0
    cluster = checkout.stack_folder("demo") / "data" / "postgres" / "cluster"
    with stranger("somebody") as other:
        (cluster / "postmaster.pid").write_text(f"{other.pid}\n{cluster}\n0\n54320\n\n127.0.0.1\n", encoding="utf-8")
        answer = checkout.run("exec", "--needs", "postgres", "--", "true")
        assert answer.returncode == 0, answer.stderr
        assert other.poll() is None


def test_half_made_cluster_is_made_again(checkout: Checkout) -> None:
    data = checkout.stack_folder("demo") / "data" / "postgres"
    (data / "draft" / "base").mkdir(parents=True)
    (data / "cluster" / "base").mkdir(parents=True)
    answer = checkout.run("exec", "--needs", "postgres", "--", "true")
    assert answer.returncode == 0, answer.stderr
    assert (data / "cluster" / "PG_VERSION").exists()
    assert not (data / "draft").exists()


def test_throw_away_stack_keeps_nothing(checkout: Checkout) -> None:
    answer = checkout.run("exec", "--stack", "test", "--needs", "postgres,valkey", "--", "true")
    assert answer.returncode == 0, answer.stderr
    assert not (checkout.stack_folder("test") / "data").exists()


def test_taken_ports_are_stepped_over(checkout: Checkout) -> None:
    first = _hold(checkout)
    ports = {service.port for service in checkout.state("demo").services.values()}
    answer = checkout.run("exec", "--stack", "test", "--needs", "postgres,valkey", "--", "env")
    assert answer.returncode == 0, answer.stderr
    for url in _exports(answer.stdout).values():
        assert int(url.rpartition(":")[2].partition("/")[0]) not in ports
    assert checkout.state("demo").alive
    first.send_signal(signal.SIGTERM)
    _close(first)


def test_roles_are_an_owner_that_may_step_down_and_no_more(checkout: Checkout) -> None:
    holder = _hold(checkout)
    cluster = _cluster(checkout, checkout.state("demo").services["postgres"].port)
    rights = "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole, rolcanlogin FROM pg_roles WHERE rolname LIKE 'xmh%'"
    assert sorted(postgres.query(cluster, rights).split()) == ["xmh_app|f|f|f|f", "xmh_owner|f|t|f|t"]
    member = "SELECT pg_has_role('xmh_owner', 'xmh_app', 'SET'), pg_has_role('xmh_app', 'xmh_owner', 'MEMBER')"
    assert postgres.query(cluster, member).strip() == "t|f"
    owner = "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = 'xiangmihu'"
    assert postgres.query(cluster, owner).strip() == "xmh_owner"
    holder.send_signal(signal.SIGTERM)
    _close(holder)


def test_services_refuse_who_has_no_password(checkout: Checkout) -> None:
    holder = _hold(checkout)
    services = checkout.state("demo").services
    stranger_to_it = Cluster(Path("/"), services["postgres"].port, "guess", "guess", throw_away=False)
    assert postgres.answers(stranger_to_it) is False
    assert valkey.answers(services["valkey"].port, "guess") is False
    holder.send_signal(signal.SIGTERM)
    _close(holder)


def test_up_keeps_the_services_until_down(checkout: Checkout) -> None:
    try:
        up = checkout.run("up", "--needs", "valkey")
        assert up.returncode == 0, up.stderr
        state = checkout.state("demo")
        assert state.alive
        assert checkout.run("status").stdout.split()[:2] == ["valkey", "ready"]
    finally:
        down = checkout.run("down")
    assert down.returncode == 0
    assert not checkout.state("demo").alive
    assert checkout.run("status").stdout == "not running\n"


def test_child_and_what_it_started_end_with_a_killed_runner(checkout: Checkout) -> None:
    code = (
        "import os, signal, sys; from pathlib import Path; from infra.local import children\n"
        "program = children.Program('pair', ['sh', '-c', 'sleep 301 & sleep 302'], dict(os.environ), Path.cwd())\n"
        "child = children.start(program, Path('pids')); print(child.process.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    python = checkout.command()[0]
    answer = subprocess.run(
        [python, "-c", code],
        cwd=checkout.folder,
        env=checkout.environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert answer.returncode == -signal.SIGKILL
    group = int(answer.stdout)
    end = time.monotonic() + 20
    while _group_lives(group):
        assert time.monotonic() < end, "the child outlived its runner"
        time.sleep(0.05)


def _group_lives(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_child_ends_in_its_own_way_when_asked(tmp_path: Path) -> None:
    mark = tmp_path / "said-goodbye"
    script = f"trap 'echo bye > {mark}; exit 0' INT; while :; do sleep 0.05; done"
    program = Program("polite", ["sh", "-c", script], dict(os.environ), Path.cwd(), stop_signal=signal.SIGINT)
    child = children.start(program, tmp_path)
    time.sleep(0.2)
    child.stop()
    assert mark.read_text(encoding="utf-8") == "bye\n"
    assert child.exit_code == 0


def test_child_that_will_not_end_is_killed(tmp_path: Path) -> None:
    deaf = tmp_path / "deaf"
    script = f"trap '' TERM; : > {deaf}; while :; do sleep 0.05; done"
    child = children.start(Program("stubborn", ["sh", "-c", script], dict(os.environ), Path.cwd(), grace=0.3), tmp_path)
    end = time.monotonic() + 20
    while not deaf.exists():
        assert time.monotonic() < end
        time.sleep(0.01)
    child.stop()
    assert child.exit_code == 128 + signal.SIGKILL
    assert not child.process.alive


def test_fetch_ends_with_its_last_waiter_and_leaves_no_half(
    checkout: Checkout, masked_path: Callable[..., str]
) -> None:
    path = masked_path(mvn='echo $$ > "$XMH_CACHE/maven"; exec sleep 300')
    jvm = make_java(checkout.folder.parent / "jvm" / "java-21", "21.0.4").parent
    cache = Path(checkout.environment["XMH_CACHE"])
    waiting = checkout.start(
        "exec", "--needs", "elasticsearch", "--", "true", extra={"PATH": path, "XMH_JAVA_DIRS": str(jvm)}
    )
    end = time.monotonic() + 20
    while not (cache / "maven").exists():
        assert time.monotonic() < end
        assert waiting.poll() is None
        time.sleep(0.1)
    fetching = int((cache / "maven").read_text(encoding="utf-8"))
    assert processes.start_mark(fetching)

    os.kill(waiting.pid, signal.SIGKILL)
    _close(waiting)
    _wait_until_ended(checkout)
    assert processes.start_mark(fetching) == ""
    assert [entry.name for entry in (cache / "elasticsearch").iterdir()] == [".lock"]
