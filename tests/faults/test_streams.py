"""What is read once, and what is written: whole or not there, and none in place of another."""

from __future__ import annotations

import os
import pty
import select
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from licensecheck.errors import InputError
from licensecheck.outputs import check_outputs, whole, write_folder
from tests.cli.running import BARE, SECONDS, Ran, command, environment, refused, run, spawn

pytest.importorskip("polars", reason="tables need the extra `tables`")

TABLE = "exporter,destination,year,rating,value,currency\nNL,SA,2024,ML6.a,5,EUR\n"
FULL = Path("/dev/full")


@pytest.fixture
def table(tmp_path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TABLE)
    return path


def screened(*words: str | Path) -> Ran:
    return run("screen", *map(str, words))


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


# --- one file twice ------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["x.csv", "./x.csv", "sub/../x.csv", "link.csv"])
def test_one_output_twice(table, tmp_path, monkeypatch, spelling: str) -> None:
    """Two outputs of one file are refused, however each is written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sub").mkdir()
    (tmp_path / "link.csv").symlink_to("x.csv")
    said = refused(screened(table, "--out", "x.csv", "--rejects", spelling)).err
    assert said.startswith(f"--rejects: `{spelling.removeprefix('./')}` cannot be written: "
                           "it is the file of --out as well")  # fmt: skip
    assert not (tmp_path / "x.csv").exists()


@pytest.mark.parametrize("way", ["same", "symlink", "hard", "dots"])
def test_output_is_the_input(table, tmp_path, way: str) -> None:
    """An output that is the table itself is refused, through a link as well."""
    other = tmp_path / "other.csv"
    if way == "symlink":
        other.symlink_to(table)
    elif way == "hard":
        other.hardlink_to(table)
    else:
        other = table if way == "same" else tmp_path / "sub" / ".." / "t.csv"
        (tmp_path / "sub").mkdir()
    for option in ("--out", "--rejects"):
        assert "cannot be written: " in refused(screened(table, option, other)).err
    assert table.read_text() == TABLE


@pytest.mark.parametrize("option", ["--receipt", "--decision-log"])
def test_answer_over_the_application(tmp_path, option: str) -> None:
    """Neither receipt nor log is written over the application, or over one another."""
    path = tmp_path / "a.json"
    text = '{"exporter": {"country": "NL"}, "destination": "SA", "items": [{"rating": "ML6.a"}]}'
    path.write_text(text)
    assert "the file of FILE as well" in refused(run("check", str(path), option, str(path))).err
    assert path.read_text() == text
    both = ("--receipt", str(tmp_path / "x"), "--decision-log", str(tmp_path / "x"))
    assert "the file of --decision-log as well" in refused(run("check", str(path), *both)).err


def test_other_outputs(table, tmp_path) -> None:
    """Mapping, groups, pages, plots and reports of `reassess` are held to the same rule."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text("columns: {}\n")
    assert "--mapping as well" in refused(
        screened(table, "--mapping", mapping, "--rejects", mapping)).err  # fmt: skip
    page = tmp_path / "p.html"
    said = refused(run("share", str(table), "--report", str(page), "--plot", str(page))).err
    assert "it is the file of --report as well" in said
    said = refused(run("reassess", str(table), "--since", "2024-01-01", "--out", str(table))).err
    assert "it is the file of TABLE|FOLDER as well" in said
    assert table.read_text() == TABLE


@pytest.mark.parametrize("option", ["--receipt", "--decision-log"])
@pytest.mark.parametrize("read", ["--lists", "--denials", "--ruleset"])
def test_answer_over_what_was_supplied(tmp_path, read: str, option: str) -> None:
    """Nor over a list of names, a file of denials, or a rule file of a folder."""
    folder = tmp_path / "rules"
    folder.mkdir()
    path = folder / "x.yaml"
    path.write_text("kept")
    named = folder if read == "--ruleset" else path
    application = ("--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
    said = refused(run("check", *application, read, str(named), option, str(path))).err
    assert f"it is the file of {read} as well" in said
    assert path.read_text() == "kept"


RULES = """ruleset: own
title: Ours
country_lists: {never: never.txt}
name_lists: {known: lists/known.txt}
rules:
  - {id: own.x, title: never, tier: law, when: {destination.country: never}}
  - {id: own.y, title: known, tier: law, when: {end_user.name: known}}
"""


@pytest.mark.parametrize("named", ["own.yaml", "."])
@pytest.mark.parametrize("file", ["never.txt", "lists/known.txt"])
def test_answer_over_what_a_rule_file_names(table, tmp_path, file: str, named: str) -> None:
    """Nor over a list that a rule file reads, whether the file or its folder was named."""
    folder = tmp_path / "house"
    (folder / "lists").mkdir(parents=True)
    (folder / "own.yaml").write_text(RULES)
    (folder / "never.txt").write_text("KP\n")
    (folder / "lists" / "known.txt").write_text("Alfa\n")
    path = folder / file
    kept = path.read_text()
    case = ("check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
    rows = ("screen", str(table), "--reader", "generic")
    for words in (
        (*case, "--receipt"), (*case, "--decision-log"), (*rows, "--out"), (*rows, "--rejects"),
    ):  # fmt: skip
        said = refused(run(*words, str(path), "--house", str(folder / named))).err
        assert "it is the file of --house as well" in said
    said = refused(run(*case, "--ruleset", str(folder / named), "--receipt", str(path))).err
    assert "it is the file of --ruleset as well" in said
    assert path.read_text() == kept


@pytest.mark.parametrize("option", ["--receipt", "--decision-log"])
def test_answer_over_the_template(tmp_path, option: str) -> None:
    """Nor over the office's template of the letter, which it would replace."""
    own = tmp_path / "office.txt"
    own.write_text("To {{ addressee }}\n")
    words = ("check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
    said = refused(run(*words, "--letter", "embassy", "--template", str(own), option, str(own))).err
    assert "it is the file of --template as well" in said
    assert own.read_text() == "To {{ addressee }}\n"


@pytest.mark.skipif(not Path("/proc/version").exists(), reason="this system has no such folder")
def test_a_folder_that_takes_no_file() -> None:
    """A file of the system's own is refused in plain words, also where its rights say nothing."""
    words = ("check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a")
    done = run(*words, "--receipt", "/proc/version")
    assert (done.code, "cannot be written" in done.err) == (2, True)
    assert "internal" not in done.err
    assert "REVIEW" in done.out or os.geteuid() != 0


def test_reassessed_over_denials(tmp_path) -> None:
    """The report of `reassess` takes the place of no file of denials."""
    (tmp_path / "a").mkdir()
    path = tmp_path / "d.yaml"
    path.write_text("denials: []\n")
    said = refused(run("reassess", str(tmp_path / "a"), "--since", "2024-01-01",
                       "--denials", str(path), "--out", str(path))).err  # fmt: skip
    assert "it is the file of --denials as well" in said
    assert path.read_text() == "denials: []\n"


@pytest.mark.parametrize("option", ["--receipt", "--decision-log"])
def test_an_empty_name_is_no_file(option: str) -> None:
    """An unset variable of a shell must not leave a decision without its record."""
    said = refused(run("check", "--exporter", "NL", "--destination", "SA", "--rating", "ML6.a",
                       option, "")).err  # fmt: skip
    assert said.startswith(f"{option}: ")


def test_standard_output_is_the_same_file(table, tmp_path) -> None:
    """`--out x > x`: the words of the command would be lost."""
    out = tmp_path / "x.csv"
    with out.open("wb") as file:
        done = subprocess.run(command("screen", str(table), "--out", str(out)), stdout=file,
                              stderr=subprocess.PIPE, env=environment(), timeout=SECONDS,
                              check=False)  # fmt: skip
    assert done.returncode == 2
    assert b"it is the file of standard output as well" in done.stderr


# --- what is no plain file -----------------------------------------------------------------------


def test_link_stays(table, tmp_path) -> None:
    """What is written through a link goes to its file, and the link stays one."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to("real.csv")
    assert screened(table, "--out", link).code == 0
    assert link.is_symlink()
    assert real.read_text().startswith("number,")
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    dangling = tmp_path / "dangling.csv"
    dangling.symlink_to("new.csv")
    assert screened(table, "--out", dangling).code == 0
    assert dangling.is_symlink()
    assert (tmp_path / "new.csv").read_text() == real.read_text()


def test_hard_link(table, tmp_path) -> None:
    """A file with two names is refused: it would be parted from the other."""
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("old")
    two.hardlink_to(one)
    assert "hard link" in refused(screened(table, "--out", one)).err
    assert two.read_text() == "old"


@pytest.mark.parametrize("name", ["pipe.csv", "pipe.parquet", "pipe.jsonl"])
def test_pipe_is_written_to(table, tmp_path, name: str) -> None:
    """A pipe gets the table and is a pipe afterwards."""
    pipe, plain = tmp_path / name, tmp_path / f"plain{Path(name).suffix}"
    os.mkfifo(pipe)
    came: list[bytes] = []
    reader = threading.Thread(target=lambda: came.append(pipe.read_bytes()))
    reader.start()
    assert screened(table, "--out", pipe).code == 0
    reader.join(SECONDS)
    assert pipe.is_fifo()
    assert screened(table, "--out", plain).code == 0
    assert came == [plain.read_bytes()]


def test_rejects_to_devices(table) -> None:
    """`/dev/null` takes all, `/dev/stdout` shows it, and both are devices afterwards."""
    assert screened(table, "--rejects", "/dev/null").code == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)  # noqa: PTH116
    ran = spawn("screen", str(table), "--rejects", "/dev/stdout")
    assert ran.code == 0
    assert "row,reasons\n" in ran.out
    assert "No trigger is not permission" in ran.out


@pytest.mark.parametrize("kind", ["folder", "missing", "loop"])
@pytest.mark.parametrize(
    "words",
    [
        ("screen", "t.csv", "--out"), ("screen", "t.csv", "--rejects"),
        ("share", "t.csv", "--rejects"), ("share", "t.csv", "--report"),
        ("share", "t.csv", "--plot"), ("reassess", "t.csv", "--since", "2024-01-01", "--out"),
        (*BARE, "--receipt"), (*BARE, "--decision-log"),
    ],
    ids=lambda words: f"{words[0]}{words[-1]}",
)  # fmt: skip
def test_one_rule(table, tmp_path, monkeypatch, words, kind: str) -> None:
    """What cannot be written to is bad input, in the same words for each output."""
    monkeypatch.chdir(tmp_path)
    suffix = {"--report": ".html", "--plot": ".svg"}.get(words[-1], ".csv")
    path = tmp_path / f"x{suffix}"
    if kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path.name)
    else:
        path = tmp_path / "no" / f"x{suffix}"
    before = left(tmp_path)
    said = refused(run(*words, str(path))).err
    # click finds a folder by itself, for the options that take a path.
    assert " cannot be written: " in said or (kind == "folder" and "not a folder" in said)
    assert words[-1] in said
    assert left(tmp_path) == before


# --- whole or not there --------------------------------------------------------------------------


@pytest.mark.skipif(not FULL.exists(), reason="no device that is always full")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    "words", [(*BARE, "-v"), (*BARE, "--format", "json"), ("rules", "list"), ("schema", "result")]
)
def test_full_standard_output(words, unbuffered: str) -> None:
    """A full disk is a failure whatever the buffering."""
    with FULL.open("wb") as full:
        done = subprocess.run(command(*words), stdout=full, stderr=subprocess.PIPE, check=False,
                              env=environment(PYTHONUNBUFFERED=unbuffered),
                              timeout=SECONDS)  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith(b"the answer could not be written: No space left")


def limited(*words: str, size: int, folder: Path, **variables: str) -> subprocess.CompletedProcess:
    """Run with files that cannot grow beyond a size, as on a disk that fills."""
    import resource
    import signal

    def bounded() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return subprocess.run(
        command(*words), capture_output=True, preexec_fn=bounded, cwd=folder, check=False,
        env=environment(PYTHONDONTWRITEBYTECODE="1", **variables), timeout=SECONDS,
    )  # fmt: skip


def test_short_write(tmp_path) -> None:
    """A report that is cut off never ends with the code of its outcome."""
    for unbuffered in ("", "1"):
        with (tmp_path / "out.txt").open("wb") as file:
            done = subprocess.run(
                ["bash", "-c", 'trap "" XFSZ; ulimit -f 8; exec "$@"', "-",
                 *command(*BARE, "-v", "--format", "json")],
                stdout=file, stderr=subprocess.PIPE, check=False, timeout=SECONDS,
                env=environment(PYTHONUNBUFFERED=unbuffered, PYTHONDONTWRITEBYTECODE="1"),
            )  # fmt: skip
        assert done.returncode == 1
        assert done.stderr.startswith(b"the answer could not be written: ")


def test_receipt_on_a_full_disk(tmp_path) -> None:
    """Yesterday's receipt stays whole, the answer is given, and the failure is said."""
    receipt = tmp_path / "r.json"
    receipt.write_text("yesterday")
    done = limited(*BARE, "--receipt", "r.json", size=100, folder=tmp_path)
    assert done.returncode == 1
    assert receipt.read_text() == "yesterday"
    assert left(tmp_path) == {"r.json"}
    assert done.stdout.decode() == run(*BARE).out
    assert done.stderr.startswith(b"the answer could not be written: `r.json`: ")


def test_failure_leaves_nothing(tmp_path) -> None:
    """A fault in the middle removes what was begun and keeps the file of yesterday."""
    path = tmp_path / "x.csv"
    path.write_text("yesterday")

    def fail() -> None:
        with whole(path) as temporary:
            temporary.write_text("half")
            assert left(tmp_path) == {"x.csv", temporary.name}
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert left(tmp_path) == {"x.csv"}
    assert path.read_text() == "yesterday"


def test_what_a_killed_run_left(tmp_path) -> None:
    """It is named so that a person knows it, and swept by the next run of the same output."""
    path = tmp_path / "x.csv"
    dead = tmp_path / "x.csv.unfinished-licensecheck-0123abcd"
    other = tmp_path / "y.csv.unfinished-licensecheck-0123abcd"
    mine = tmp_path / "x.csv.unfinished-licensecheck-of-mine"
    for one in (dead, other, mine):
        one.write_text("half")
    with whole(path) as first, whole(path) as second:
        assert first.name.startswith("x.csv.unfinished-licensecheck-")
        assert left(tmp_path) == {other.name, mine.name, first.name, second.name}
        first.write_text("1")
        second.write_text("2")
    assert path.read_text() == "1"
    assert left(tmp_path) == {"x.csv", other.name, mine.name}


def test_long_name(tmp_path) -> None:
    """A name as long as the system allows has room for its unfinished file."""
    path = tmp_path / ("x" * 251 + ".csv")
    with whole(path) as temporary:
        temporary.write_text("1")
    assert path.read_text() == "1"


def test_folder_of_files(tmp_path) -> None:
    """Where one of its files cannot be written to, none is; what was there stays whole."""
    folder = tmp_path / "new" / "pages"
    write_folder(folder, {"a": "1", "b": "2\r\n"}, "--all")
    assert (folder / "b").read_bytes() == b"2\r\n"
    (folder / "b").unlink()
    (folder / "b").mkdir()
    with pytest.raises(InputError, match=r"--all: `.*b` cannot be written: it is a folder"):
        write_folder(folder, {"a": "3", "b": "4"}, "--all")
    assert (folder / "a").read_text() == "1"
    with pytest.raises(InputError, match=r"--all: `.*a` cannot be written: "):
        write_folder(folder / "a", {"a": "3"}, "--all")


def test_every_fault_at_once(tmp_path) -> None:
    """All outputs that cannot be written are told together."""
    with pytest.raises(InputError) as refusal:
        check_outputs([("--out", tmp_path / "no" / "a"), ("--rejects", tmp_path), ("--plot", None)])
    assert [problem.where for problem in refusal.value.problems] == ["--out", "--rejects"]


# --- tables that are no files --------------------------------------------------------------------


@pytest.mark.parametrize("words", [("share",), ("screen",), ("change", "--from", "2024", "--to",
                                   "2024"), ("measures",)], ids=lambda words: words[0])  # fmt: skip
def test_table_on_standard_input(table, words) -> None:
    """`-` is read once, and answers as the file does."""
    name, *rest = words
    plain, piped = run(name, str(table), *rest), run(name, "-", *rest, stdin=TABLE.encode())
    assert piped.code == plain.code
    assert piped.out.split() == plain.out.replace("t.csv", "standard input").split()
    assert piped.err == plain.err.replace("t.csv", "standard input")


def test_table_through_a_pipe(table, tmp_path) -> None:
    """A named pipe, and `/dev/stdin`, are read once."""
    pipe = tmp_path / "p.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(TABLE))
    writer.start()
    ran = screened(pipe)
    writer.join(SECONDS)
    plain = screened(table)
    assert ran == plain._replace(out=plain.out.replace("t.csv", "p.csv"))
    ran = spawn("screen", "/dev/stdin", stdin=TABLE.encode())
    assert ran.out.split() == plain.out.replace("t.csv", "standard input").split()


def test_forms_on_standard_input(table, tmp_path) -> None:
    """Parquet and JSON Lines are known without a name that says so."""
    for name in ("o.parquet", "o.jsonl"):
        screened(table, "--out", tmp_path / name)
        ran = run("screen", "-", stdin=(tmp_path / name).read_bytes())
        assert "is no field" in ran.err


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/urandom"])
def test_device(device: str) -> None:
    """A device, which has no end or no rows, is refused in plain words."""
    said = "is a device, not a table\n  help: give a file or a pipe\n"
    assert refused(run("share", device)).err == f"{Path(device).name}: {said}"
    with Path(device).open("rb") as source:
        done = subprocess.run(command("screen", "-"), stdin=source, capture_output=True,
                              env=environment(), timeout=SECONDS, check=False)  # fmt: skip
    assert (done.returncode, done.stderr.decode()) == (2, f"standard input: {said}")


def test_pipe_without_end(monkeypatch) -> None:
    """What never ends is refused at a bound."""
    from licensecheck.tables.reading import sheet

    monkeypatch.setattr(sheet, "_LARGEST", 1 << 22)
    ours, theirs = os.pipe()

    def write() -> None:
        try:
            while True:
                os.write(theirs, b"x" * 65_536)
        except BrokenPipeError:
            os.close(theirs)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        said = refused(run("share", f"/dev/fd/{ours}")).err
    finally:
        os.close(ours)
        writer.join(SECONDS)
    assert said.startswith("a pipe: longer than ")


def test_closed_standard_input() -> None:
    """`share - <&-`."""
    line = " ".join(command("share", "-")) + " <&-"
    done = subprocess.run(line, shell=True, capture_output=True, env=environment(), check=False,
                          timeout=SECONDS)  # fmt: skip
    assert (done.returncode, done.stderr) == (2, b"standard input: is closed\n")


# --- empty, rejected, hostile --------------------------------------------------------------------


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
def test_header_alone(tmp_path, suffix: str) -> None:
    """A table without a row gives an empty one with all its columns."""
    import polars as pl

    header, table = tmp_path / "h.csv", tmp_path / "t.csv"
    header.write_text(TABLE.splitlines()[0] + "\n")
    table.write_text(TABLE)
    empty, one = tmp_path / f"empty.{suffix}", tmp_path / f"one.{suffix}"
    assert screened(header, "--out", empty).code == 0
    assert screened(table, "--out", one).code == 0
    if suffix == "jsonl":
        assert empty.read_bytes() == b""
        return
    read = pl.read_csv if suffix == "csv" else pl.read_parquet
    assert read(empty).height == 0
    assert read(empty).columns == read(one).columns
    if suffix == "parquet":
        assert read(empty).schema == read(one).schema


def test_each_row_rejected(tmp_path) -> None:
    """Where nothing was screened, it says so, and the code is that of bad input."""
    path = tmp_path / "t.csv"
    path.write_text("exporter,destination,year,rating\nNL,Nowhereland,2024,ML6.a\n")
    ran = screened(path)
    assert ran.code == 2
    assert "no row was screened: each was rejected" in ran.out
    path.write_text(path.read_text() + "NL,SA,2024,ML6.a\n")
    assert screened(path).code == 0


HOSTILE = "\x1b[31mA\x1b]0;t\x07\u202eB\u2066\x9b"


@pytest.mark.parametrize(
    "words",
    [
        ("share",), ("share", "--by", "destination"), ("screen",), ("measures",),
        ("share", "--by", "destination", "--format", "csv"),
        ("share", "--by", "destination", "--format", "json"),
        ("change", "--from", "2023", "--to", "2024"), ("possibilities", "--by", "destination"),
        ("possibilities", "--by", "destination", "--format", "csv"),
        ("reassess", "--since", "2020-01-01"),
        ("reassess", "--since", "2020-01-01", "--format", "csv"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_hostile_cells(tmp_path, words) -> None:
    """No cell and no name of a file commands a terminal or turns its direction of reading."""
    path = tmp_path / f"t{HOSTILE}.csv"
    row = f"NL,{HOSTILE},{{}},ML6.a,5,EUR,{HOSTILE},{HOSTILE},{HOSTILE}\n"
    good = "NL,SA,{},ML6.a,5,EUR,x,y,z\n"
    path.write_text(
        "exporter,destination,year,rating,value,currency,reference,description,consignee\n"
        + "".join(line.format(year) for year in (2023, 2024) for line in (row, good))
    )
    ours, theirs = pty.openpty()
    name, *rest = words
    process = subprocess.Popen(
        command(name, str(path), *rest), stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs,
        env=environment(TERM="dumb"),
    )  # fmt: skip
    os.close(theirs)
    said = b""
    while select.select([ours], [], [], SECONDS)[0]:
        try:
            if not (piece := os.read(ours, 65_536)):
                break
        except OSError:
            break
        said += piece
    os.close(ours)
    process.wait(SECONDS)
    text = said.decode().replace("\r\n", "\n").replace("\r\x1b[K", "")
    assert "No trigger is not permission" in text or "," in text
    # The line of progress is written over.
    bad = {char for line in text.split("\n") for char in line if not char.isprintable()} - {"\r"}
    assert bad == set(), text
