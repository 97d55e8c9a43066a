"""What goes wrong around the program: it is killed, the disk fills, files are damaged.

After each fault: no half file under its final name, an older file untouched, one line that tells,
and never an answer from damaged law. `docs/reference/faults.md` lists what was tried.
"""

from __future__ import annotations

import csv
import resource
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from hatch_build import manifest
from licensecheck import NoEdition, Screener
from licensecheck.law import MANIFEST
from tests.cli.running import BARE, SOURCE, environment, run
from tests.conftest import ROOT

pytestmark = pytest.mark.costly

SECONDS = 120
FIELDS = ("reference", "day", "destination", "rating", "value", "exporter")


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "licensecheck", *map(str, words)]


def table(path: Path, rows: int) -> Path:
    """A table of our own schema with many distinct rows."""
    places = ("DE", "SA", "FI", "VS, Turkije", "diversen", "BR", "TR", "UA")
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(FIELDS)
        for number in range(rows):
            day = date(2010 + number % 14, 1 + number % 12, 1 + number % 28)
            writer.writerow(
                (f"A-{number}", day, places[number % 8], f"ML{1 + number % 22}", number, "NL")
            )
    return path


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def licences(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return table(tmp_path_factory.mktemp("faults") / "licences.csv", 3_000)


WRITING = {
    "screen to CSV": ("screen", "--out", "out.csv"),
    "screen to Parquet": ("screen", "--out", "out.parquet"),
    "screen to JSON Lines": ("screen", "--out", "out.jsonl"),
    "a plot": ("share", "--plot", "out.svg"),
    "a page": ("share", "--report", "out.html"),
}


@pytest.mark.parametrize("name", WRITING)
def test_a_disk_that_fills_leaves_no_half_file(name, licences, tmp_path) -> None:
    """One line on standard error, exit code 1, and the file of yesterday is still there."""
    word, option, out = WRITING[name]
    old = tmp_path / out
    old.write_bytes(b"yesterday")

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))

    done = subprocess.run(
        command(word, licences, "--reader", "generic", option, old), capture_output=True,
        text=True, env=environment(PYTHONDONTWRITEBYTECODE="1"), preexec_fn=small_files,
        timeout=SECONDS, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    [line] = [said for said in done.stderr.splitlines() if "could not be written" in said]
    assert "Traceback" not in done.stderr
    assert line.startswith("the answer could not be written: ")
    assert old.read_bytes() == b"yesterday"
    assert [path.name for path in tmp_path.iterdir()] == [out]


@pytest.mark.parametrize("out", ["out.csv", "out.parquet", "out.jsonl"])
def test_a_killed_run_leaves_no_half_file(out, tmp_path) -> None:
    """Killed while it writes: the final name is free, or holds the file of yesterday."""
    rows = table(tmp_path / "licences.csv", 60_000)
    folder = tmp_path / "out"
    folder.mkdir()
    final = folder / out
    final.write_bytes(b"yesterday")
    words = ("screen", rows, "--reader", "generic", "--confirm", "1", "--out", final)
    with subprocess.Popen(
        command(*words), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment()
    ) as process:
        begun = time.monotonic()
        # Something else than the final file is there: the writing has begun.
        while process.poll() is None and len(list(folder.iterdir())) == 1:
            assert time.monotonic() - begun < SECONDS
            time.sleep(0.001)
        killed = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert killed, "the run was over before it could be killed"
    assert final.read_bytes() == b"yesterday"


def test_a_folder_that_is_not_there_is_told(licences, tmp_path) -> None:
    """Bad input, named."""
    ran = run("screen", str(licences), "--reader", "generic",
              "--out", str(tmp_path / "no" / "out.csv"))  # fmt: skip
    assert ran.code == 2
    assert "no folder" in ran.err


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The package and its law, as a wheel lays them."""
    package = tmp_path / "site" / "licensecheck"
    shutil.copytree(SOURCE / "licensecheck", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "rulesets", package / "_law")
    (package / "_law" / MANIFEST).write_text(manifest(ROOT / "rulesets"), encoding="utf-8")
    return package


def ask(package: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words), capture_output=True, text=True, timeout=SECONDS, check=False,
        env={**environment(), "PYTHONPATH": str(package.parent)},
    )  # fmt: skip


def test_a_copy_answers_as_the_original(copied) -> None:
    """So what follows is the work of the damage."""
    done = ask(copied, *BARE)
    assert (done.returncode, done.stderr) == (4, "")


@pytest.mark.parametrize(
    ("name", "damage"),
    [("manifest.json", "cut"), ("vocabulary.yaml", "gone"), ("vocabulary.yaml", "binary"),
     ("eu-common-position/criterion-2.yaml", "gone"), ("alliances/nato.yaml", "cut"),
     ("eu-common-position/criterion-2.yaml", "empty"), ("reference/indicators.csv", "cut"),
     ("reference/embargoes.csv", "empty"), ("reference/control_list.csv", "cut")],
)  # fmt: skip
def test_damaged_law_gives_no_answer(copied, name, damage) -> None:
    """A file that is gone, empty, cut off or overwritten: an error that names it, no outcome."""
    path = copied / "_law" / name
    content = path.read_bytes()
    if damage == "gone":
        path.unlink()
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(b"\x00\xff" * 1_000)
    done = ask(copied, *BARE)
    assert done.returncode in (1, 2), (done.returncode, done.stdout[:300])
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert path.name in done.stderr


def test_a_clock_in_the_past_is_told() -> None:
    """Before the first edition of the rules there is no answer, and the error says from when."""
    screener = Screener(today=date(1999, 1, 1))
    with pytest.raises(NoEdition, match="2008-12-08"):
        screener.screen({"exporter": {"country": "NL"}, "destination": "SA",
                         "items": [{"rating": "ML6.a"}]})  # fmt: skip


def test_a_clock_far_ahead_marks_what_is_old() -> None:
    """Tables past their day of review are named in every result."""
    result = Screener(today=date(2060, 1, 1)).screen(
        {"exporter": {"country": "NL"}, "destination": "SA", "items": [{"rating": "ML6.a"}]}
    )
    assert sum("past its day of review" in said for said in result.warnings) > 3


@pytest.mark.parametrize(
    ("missing", "words"),
    [("polars", ("share", "x.csv")), ("polars", ("screen", "x.csv")),
     ("altair", ("share", "examples/tables/ministry.csv", "--reader", "generic", "--mapping",
                 "examples/tables/ministry.mapping.yaml", "--plot", "/nowhere/x.svg"))],
)  # fmt: skip
def test_an_extra_that_is_not_installed_is_named(missing, words) -> None:
    """With the word to install it."""
    program = (f"import sys; sys.modules[{missing!r}] = None; from licensecheck.cli import main; "
               f"main({list(words)!r})")  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment(),
        timeout=SECONDS, check=False, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert "licensecheck[" in done.stderr


def test_a_table_with_damaged_rows_loses_none(tmp_path) -> None:
    """Rows with too few cells, a NUL, letters of no encoding: each is a record or a reject."""
    path = table(tmp_path / "t.csv", 6)
    lines = path.read_bytes().splitlines()
    lines[2] = b"A-1,2011-02-02"
    lines[3] = b"A-2,2012-03-03,S\x00A,ML3,2,NL"
    lines[4] = b"A-3,2013-04-04,\xff\xfe,ML4,3,NL"
    lines[5] = b"A-4,2014-05-05,BR,ML5,4,NL,too,many"
    path.write_bytes(b"\n".join(lines) + b"\n")
    out, rejects = tmp_path / "out.csv", tmp_path / "rejects.csv"
    ran = run("screen", str(path), "--reader", "generic", "--confirm", "1", "--out", str(out),
              "--rejects", str(rejects))  # fmt: skip
    assert ran.code == 0, ran.err
    kept = len(rows_of(out))
    lost = len({row["row"] for row in rows_of(rejects)})
    assert lost > 0
    assert kept + lost == 6
