"""The built wheel is whole: installed by itself, away from the checkout, it does the main job."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.wheel

ROOT = Path(__file__).resolve().parents[2]
LAW = ROOT / "rulesets"
REVIEW = 4
APPLICATION = {
    "exporter": {"country": "NL"},
    "end_user": {"country": "SA", "kind": "armed_forces"},
    "items": [{"rating": "ML6.a"}],
}


def run(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command as a user would who has no checkout and no activated environment."""
    ours = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "COVERAGE_PROCESS_START"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, text=True, check=False, timeout=300
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the source archive, so that both are tested."""
    folder = tmp_path_factory.mktemp("dist")
    build = (sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT)
    done = run(*build, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and what it declares, from the locked wheels alone."""
    wheels = os.environ.get("LICENSECHECK_WHEELS")
    if not wheels:
        pytest.skip("LICENSECHECK_WHEELS names no folder of wheels; run `make wheel-test`")
    folder = tmp_path_factory.mktemp("user")
    environment = folder / "environment"
    made = run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    assert made.returncode == 0, made.stderr
    pip = (sys.executable, "-m", "pip", "--python", environment / "bin" / "python")
    done = run(*pip, "install", "--no-index", "--find-links", wheels, wheel, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return environment / "bin"


@pytest.fixture(scope="module")
def without_compiler(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same environment as somebody has who could not build durable-rules."""
    wheels = os.environ.get("LICENSECHECK_WHEELS")
    if not wheels:
        pytest.skip("LICENSECHECK_WHEELS names no folder of wheels; run `make wheel-test`")
    folder = tmp_path_factory.mktemp("no-compiler")
    environment = folder / "environment"
    made = run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    assert made.returncode == 0, made.stderr
    others = [path for path in Path(wheels).glob("*.whl") if "durable" not in path.name]
    pip = (sys.executable, "-m", "pip", "--python", environment / "bin" / "python")
    done = run(*pip, "install", "--no-index", "--no-deps", wheel, *others, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return environment / "bin"


def test_without_a_compiler_one_engine_decides_and_says_so(
    without_compiler: Path, installed: Path, tmp_path: Path
) -> None:
    """The answer is the same, and its last line tells that nothing confirmed it."""
    options = ("--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
    one = run(without_compiler / "licensecheck", "check", *options, cwd=tmp_path)
    both = run(installed / "licensecheck", "check", *options, cwd=tmp_path)
    assert (one.returncode, both.returncode) == (REVIEW, REVIEW), one.stderr + both.stderr
    assert "extension is not built here" in " ".join(one.stdout.split())
    assert one.stdout.split("Decided by")[0] == both.stdout.split("Decided by")[0]


def test_a_damaged_copy_gives_no_answer(installed: Path, tmp_path: Path) -> None:
    """A rule file that is lost after the installation is an error that names it."""
    program = "from licensecheck.law import law_dir; print(law_dir())"
    found = run(installed / "python", "-c", program, cwd=tmp_path)
    rules = Path(found.stdout.strip()) / "eu-common-position" / "criterion-2.yaml"
    content = rules.read_bytes()
    rules.unlink()
    try:
        options = ("--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
        done = run(installed / "licensecheck", "check", *options, cwd=tmp_path)
    finally:
        rules.write_bytes(content)
    assert (done.returncode, done.stdout) == (2, "")
    assert "criterion-2.yaml: is missing" in done.stderr


def test_the_wheel_carries_every_file_of_the_law_unchanged(wheel: Path) -> None:
    inside = "licensecheck/_law/"
    with zipfile.ZipFile(wheel) as archive:
        packed = {
            name.removeprefix(inside): archive.read(name)
            for name in archive.namelist()
            if name.startswith(inside)
        }
    checkout = {
        path.relative_to(LAW).as_posix(): path.read_bytes()
        for path in LAW.rglob("*")
        if path.is_file()
    }
    manifest = json.loads(packed.pop("manifest.json"))
    assert packed.keys() == checkout.keys() == manifest.keys()
    assert [name for name, content in checkout.items() if packed[name] != content] == []


def test_the_wheel_carries_what_the_form_shows(wheel: Path) -> None:
    """Its style, its script and its sign."""
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert {
        f"licensecheck/web/static/{name}" for name in ("form.css", "live.js", "icon.svg")
    } <= names


def test_the_command_tells_its_version(installed: Path, wheel: Path, tmp_path: Path) -> None:
    done = run(installed / "licensecheck", "--version", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert wheel.name.split("-")[1] in done.stdout


def test_the_command_checks_an_application(installed: Path, tmp_path: Path) -> None:
    options = ("--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
    command = (installed / "licensecheck", "check", *options, "--end-user-kind", "armed_forces")
    done = run(*command, "--format", "json", cwd=tmp_path)
    assert done.returncode == REVIEW, done.stdout + done.stderr
    assert json.loads(done.stdout)["outcome"]["status"] == "review"


def test_python_screens_the_same_application(installed: Path, tmp_path: Path) -> None:
    program = (
        "import licensecheck; "
        f"print(licensecheck.screen({APPLICATION!r}).outcome.status, licensecheck.__file__)"
    )
    done = run(installed / "python", "-c", program, cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    status, where = done.stdout.split(maxsplit=1)
    assert status == "review"
    assert Path(where.strip()).is_relative_to(installed.parent)
