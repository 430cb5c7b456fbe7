"""Node, the front end's build and the browser: what is found, what is done again and when."""

import subprocess
from pathlib import Path

import pytest

from infra.local import browser, frontend, node, wheels
from infra.local.errors import LocalError


@pytest.mark.parametrize(
    ("text", "version"),
    [("v20.20.2\n", (20, 20, 2)), ("v22.0.0-nightly", (22, 0, 0)), ("20.1.1", ()), ("", ()), ("v20", ())],
)
def test_node_version_is_read(text: str, version: tuple[int, ...]) -> None:
    assert node.parse_version(text) == version


def _command(folder: Path, name: str, says: str) -> None:
    folder.mkdir(exist_ok=True)
    program = folder / name
    program.write_text(f"#!/bin/sh\necho {says}\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "origin"), [("v20.0.0", "PATH"), ("v24.1.0", "PATH"), ("v18.20.1", "wheel"), ("", "wheel")]
)
def test_node_of_the_path_is_taken_when_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str, origin: str
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    (tmp_path / "bin").mkdir()
    if version:
        _command(tmp_path / "bin", "node", version)
        _command(tmp_path / "bin", "npm", "10")
    used = node.require()
    assert used.origin == origin
    assert node.is_new_enough(used)
    assert used.search_path.split(":")[0] == str(used.program.parent)


def test_node_of_the_wheel_starts_npm_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script of package.json calls `npm run …` itself, and finds it on the PATH that it is given."""
    monkeypatch.setenv("PATH", "/nowhere")
    used = node.require()
    assert used.origin == "wheel"
    for command in ("npm --version", "npx --version", "node --version"):
        answer = subprocess.run(
            ["/bin/sh", "-c", command], env={"PATH": used.search_path}, capture_output=True, text=True, check=False
        )
        assert answer.returncode == 0, answer.stderr
        assert answer.stdout.strip().removeprefix("v")[0].isdigit()


def test_node_without_npm_is_not_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    _command(tmp_path / "bin", "node", "v22.1.0")
    assert node.require().origin == "wheel"


def test_no_node_at_all_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(wheels, "site_packages", lambda: [tmp_path])
    with pytest.raises(LocalError, match=r"^Node 20 or newer is needed"):
        node.require()


@pytest.fixture
def front_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A front end of a few files."""
    folder = tmp_path / "frontend"
    for file in ("package.json", "package-lock.json", "src/main.tsx", "src/api/client.gen.ts", "public/icon.svg"):
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text("1", encoding="utf-8")
    monkeypatch.setattr(frontend, "FOLDER", folder)
    monkeypatch.setattr(frontend, "DIST", folder / "dist")
    monkeypatch.setattr(frontend, "GENERATED", {folder / "src" / "api", folder / "src" / "routeTree.gen.ts"})
    monkeypatch.setattr(frontend, "_built_mark_file", lambda: tmp_path / "built")
    return folder


@pytest.mark.parametrize("file", ["src/main.tsx", "package-lock.json", "public/icon.svg", "src/new.tsx"])
def test_changed_source_is_built_again(front_end: Path, tmp_path: Path, file: str) -> None:
    (front_end / "dist").mkdir()
    (front_end / "dist" / "index.html").touch()
    (tmp_path / "built").write_text(frontend.source_mark(), encoding="utf-8")
    assert frontend.is_built()
    (front_end / file).write_text("2", encoding="utf-8")
    assert not frontend.is_built()


@pytest.mark.parametrize(
    "file", ["src/api/client.gen.ts", "src/routeTree.gen.ts", "node_modules/x.js", "dist/index.html"]
)
def test_what_the_build_makes_is_no_reason_to_build(front_end: Path, file: str) -> None:
    before = frontend.source_mark()
    (front_end / file).parent.mkdir(parents=True, exist_ok=True)
    (front_end / file).write_text("2", encoding="utf-8")
    assert frontend.source_mark() == before


def test_build_without_its_result_is_no_build(front_end: Path, tmp_path: Path) -> None:
    (tmp_path / "built").write_text(frontend.source_mark(), encoding="utf-8")
    assert not frontend.is_built()


@pytest.mark.parametrize("name", browser.NAMES)
def test_browser_is_found_by_every_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv("XMH_BROWSER", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    _command(tmp_path, name, "browser")
    assert browser.find() == tmp_path / name


def test_named_browser_comes_first_and_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _command(tmp_path, "chromium", "browser")
    _command(tmp_path, "mine", "browser")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XMH_BROWSER", str(tmp_path / "mine"))
    assert browser.find() == tmp_path / "mine"
    monkeypatch.setenv("XMH_BROWSER", str(tmp_path / "gone"))
    with pytest.raises(LocalError, match=r"^XMH_BROWSER names .*/gone, which is no program\.$"):
        browser.require(lambda text: None)


def test_root_on_debian_installs_by_apt_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XMH_BROWSER", raising=False)
    installs = (
        f'echo "$@" >> {tmp_path}/apt; printf "#!/bin/sh\\n" > {tmp_path}/chromium; /bin/chmod +x {tmp_path}/chromium'
    )
    program = tmp_path / "apt-get"
    program.write_text(f"#!/bin/sh\n{installs}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(browser, "can_install", lambda: True)
    said: list[str] = []
    assert browser.require(said.append) == tmp_path / "chromium"
    assert said == ["Installing by apt, because the browser journeys need them: chromium fonts-noto-cjk"]
    assert "install -y -q --no-install-recommends chromium fonts-noto-cjk" in (tmp_path / "apt").read_text(
        encoding="utf-8"
    )
