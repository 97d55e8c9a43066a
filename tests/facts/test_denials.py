"""A user's file of denials: exact matches lead to the duty to consult, the rest stays honest."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from licensecheck import InputError, Reference, Screener
from licensecheck.facts.denials import read_denials
from tests.cli.running import refused, run

HEAD = "reference,state,date,destination,end_user,aliases,rating,description\n"
SAME = "D-1,DE,2023-05-01,SA,MARKED Land Forces,,ML6.a,"
ROWS = (
    SAME,
    "D-2,BE,2019-05-01,SA,MARKED Land Forces,,ML6,",
    "D-3,FR,2023-06-01,SA,Another,MARKED Guard,ML6.a,",
    "D-4,FR,2023-06-01,EG,MARKED Land Forces,,ML6.a,",
    "D-5,FR,2023-06-01,SA,MARKED Land Forces,,,vehicles",
    "D-6,IT,2023-06-01,SA,MARKED Land Force,,ML6.a,",
)


def _screened(folder: Path, *rows: str, user: str | None = "marked  land-forces", **more):
    path = folder / ("denials.csv" if rows else "none.yaml")
    written = HEAD + "".join(f"{row}\n" for row in rows) if rows else "denials: []\n"
    path.write_text(written, encoding="utf-8")
    end_user = {"country": "SA", "kind": "armed_forces"} | ({"name": user} if user else {})
    application = {
        "as_of": "2024-03-08", "exporter": {"country": "NL"}, "end_user": end_user,
        "items": [{"rating": "ML6.a"}], **more,
        "facts": {"denial.consulted": {"value": "no", "source": "the desk"}},
    }  # fmt: skip
    return Screener(denials=path, engine="bitset").screen(application)


def _duty(result) -> str:
    found = result.finding("cp.art.4.consult")
    return found.status if found else "none"


def _said(result) -> str:
    return "\n".join(result.warnings)


@pytest.mark.parametrize(
    ("rows", "user", "duty", "said"),
    [
        ([SAME], "marked  land-forces", "duty", "denials of the supplied file that match: 1 (D-1)"),
        ([SAME, SAME.replace("D-1,DE", "D-9,BE")], "MARKED LAND FORCES", "duty", "D-1, D-9"),
        ([SAME.replace(",,ML6.a", ",LF;RLF,ML6.a")], "RLF", "duty", "D-1"),
        ([SAME.replace("ML6.a", "ML6")], "Marked Land Forces", "duty", "D-1"),
        ([SAME], None, "open", "whether they match: 1 (D-1)"),
        (
            [SAME.replace("ML6.a,", ",vehicles")],
            "Marked Land Forces",
            "open",
            "cannot be told whether",
        ),
        ([SAME], "Another Force", "none", "but another end user"),
        ([SAME], "Marked Land Force", "none", "to be looked at"),
        ([SAME.replace("2023", "2020")], "Marked Land Forces", "none", "older than three years"),
        ([SAME.replace("2023-05-01", "2021-03-09")], "Marked Land Forces", "duty", "match"),
        ([SAME.replace("2023-05-01", "2021-03-08")], "Marked Land Forces", "none", "older"),
        ([SAME.replace("2023", "2024")], "Marked Land Forces", "none", "no match in the supplied"),
        ([SAME.replace("SA", "EG")], "Marked Land Forces", "none", "no match in the supplied"),
        ([SAME.replace("ML6.a", "ML10")], "Marked Land Forces", "none", "(entries: 1"),
    ],
)
def test_what_matches(tmp_path: Path, rows, user, duty, said) -> None:
    """Goods, destination, end user and three years; what is not known leaves it open."""
    result = _screened(tmp_path, *rows, user=user)
    assert _duty(result) == duty
    identical = "an essentially identical transaction was denied before" in result.outcome.headline
    assert identical >= (duty == "duty")
    assert said in _said(result)
    assert "no denial exists" not in result.to_json()


@pytest.mark.parametrize(
    ("mine", "listed"),
    [
        ("A.B.C. Corp", "ABC Corp"), ("Gazprom Bank", "Gazprombank"), ("Ö. Firma", "o firma"),
        ("Smith-Jones & Co.", "SmithJones Co"), ("ＡＢＣ", "abc"), ("A_B", "A B"),
        ("Łuch Ørsted", "Luch Orsted"), ("Đuro Œuvre", "DURO OEUVRE"), ("Işık", "ISIK"),
    ],
)  # fmt: skip
def test_points_and_blanks_do_not_count(tmp_path: Path, mine: str, listed: str) -> None:
    """Two ways of writing one name match, whichever of them the file has."""
    for user, name in ((mine, listed), (listed, mine)):
        row = SAME.replace("MARKED Land Forces", name)
        assert _duty(_screened(tmp_path, row, user=user)) == "duty"


@pytest.mark.parametrize("name", ["-", "unknown", "n/a", "Onbekend", "T.B.D.", "???"])
def test_a_name_that_names_nobody(tmp_path: Path, name: str) -> None:
    """Of the application, of the denial or of both, it leaves the match open."""
    for user, listed in ((name, "MARKED Land Forces"), ("Somebody", name), (name, name)):
        result = _screened(tmp_path, SAME.replace("MARKED Land Forces", listed), user=user)
        assert _duty(result) == "open"


def test_other_letters_are_another_name(tmp_path: Path) -> None:
    """However near it is."""
    row = SAME.replace("MARKED Land Forces", "Gazprombank")
    assert _duty(_screened(tmp_path, row, user="Gazprombanc")) == "none"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "the file is empty"),
        ("\n \n", "the file is empty"),
        (HEAD, "there is no row below the columns"),
        ("name,land,datum\nX,DE,2024-01-01\n", "the column `reference` is missing"),
        ("reference,state,date,destination\nA,DE,2024-01-01,SA\n",
         "the column `rating` or `description` is missing"),
        ("a workbook", "a workbook or another zip file, not CSV"),
    ],
)  # fmt: skip
def test_a_file_that_says_nothing_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """Nothing found in it would read as no denial; an empty register is stated."""
    path = tmp_path / "denials.csv"
    path.write_bytes(b"PK\x03\x04 zip" if text == "a workbook" else text.encode())
    with pytest.raises(InputError) as caught:
        read_denials(path, Reference.load())
    assert told in str(caught.value)
    stated = tmp_path / "denials.yaml"
    stated.write_text("denials: []\n")
    assert read_denials(stated, Reference.load()).entries == ()
    for nothing in ("", "denials:\n", "{}"):
        stated.write_text(nothing)
        with pytest.raises(InputError):
            read_denials(stated, Reference.load())


def test_a_foreign_column_is_told_once(tmp_path: Path) -> None:
    """However many rows fill it in."""
    path = tmp_path / "denials.csv"
    rows = "".join(f"D-{n},DE,2024-01-01,SA,ML6,x,y\n" for n in range(50))
    path.write_text(f"reference,state,date,destination,rating,land,remark\n{rows}")
    with pytest.raises(InputError) as caught:
        read_denials(path, Reference.load())
    assert [problem.what for problem in caught.value.problems] == [
        "no such column `land`",
        "no such column `remark`",
    ]


def test_no_name_of_the_file_leaves_it(tmp_path: Path) -> None:
    """Neither the result nor the receipt holds more than counts and references."""
    result = _screened(tmp_path, *ROWS)
    assert "marked" not in result.to_json().casefold()
    assert "D-1" not in json.dumps(asdict(result.receipt))
    assert result.receipt.denials == len(ROWS)


RANK = ("none", "open", "duty")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from(ROWS), unique=True), st.data())
def test_more_denials_and_their_order(tmp_path_factory, rows, data) -> None:
    """Adding a denial never lowers the duty; the order of denials changes nothing."""
    folder = tmp_path_factory.mktemp("denials")
    user = data.draw(st.sampled_from(("Marked Land Forces", "MARKED Guard", "X", None)))
    before = _screened(folder, *rows, user=user)
    shuffled = _screened(folder, *data.draw(st.permutations(rows)), user=user)
    assert shuffled.findings == before.findings
    assert shuffled.duties == before.duties
    assert shuffled.warnings == before.warnings
    more = _screened(folder, *dict.fromkeys((*rows, data.draw(st.sampled_from(ROWS)))), user=user)
    assert RANK.index(_duty(more)) >= RANK.index(_duty(before))


def test_faults_are_told_together(tmp_path: Path) -> None:
    """Every fault of the file at once, each with its line."""
    path = tmp_path / "denials.yaml"
    path.write_text(
        "denials:\n- {reference: A, state: DE, date: never, destination: SA, rating: ML6}\n"
        "- {reference: B, state: DE, date: 2023-01-01, destination: Nowhereland, rating: ML6}\n"
        "- {reference: C, stat: DE, date: 2023-01-01, destination: SA}\n"
    )
    with pytest.raises(InputError) as error:
        Screener(denials=path)
    said = str(error.value)
    for words in ("denials.yaml:2", "is not a day", "denials.yaml:3", "Nowhereland", "`stat`",
                  "did you mean `state`", "`state` is missing", "neither `rating`"):  # fmt: skip
        assert words in said, words
    refused(run("check", "examples/application.yaml", "--denials", str(path)))


def test_every_fault_of_one_denial_is_told(tmp_path: Path) -> None:
    """Day, both places and the code in one breath; and a row too long beside another's fault."""
    path = tmp_path / "denials.yaml"
    path.write_text(
        "denials:\n- {reference: A, state: Nowhere, date: never, destination: Elsewhere, "
        "rating: ML99}\n"
    )
    with pytest.raises(InputError) as error:
        Screener(denials=path)
    said = str(error.value)
    for words in ("is not a day", "`Nowhere`", "`Elsewhere`", "`ML99`"):
        assert words in said, words
    table = tmp_path / "denials.csv"
    table.write_text(
        "reference,state,date,destination,rating\nA,DE,2023-01-01,SA,ML6,more\n"
        "B,DE,2023-01-01,Nowhere,ML6\nC,DE,2023-01-01,SA,ML6,more\n"
    )
    with pytest.raises(InputError) as error:
        Screener(denials=table)
    assert [problem.where for problem in error.value.problems] == [
        "denials.csv:2", "denials.csv:4", "denials.csv:3: destination",
    ]  # fmt: skip


def test_one_alias_may_stand_without_a_list(tmp_path: Path) -> None:
    """It is one name, and not each of its letters."""
    path = tmp_path / "denials.yaml"
    path.write_text(
        "denials:\n- {reference: A, state: DE, date: 2026-01-01, destination: SA, rating: ML6.a, "
        "end_user: B, aliases: Acme}\n"
    )
    screener = Screener(denials=path, engine="bitset")
    for name, match in (("Acme", "identical"), ("A", "similar")):
        application = {
            "as_of": "2026-11-24",
            "exporter": {"country": "NL"},
            "end_user": {"country": "SA", "name": name},
            "items": [{"rating": "ML6.a"}],
        }
        (transfer,) = screener.examine(application).transfers
        assert transfer.observations["denial.match"].value.lo == match


def test_places_of_a_denial_are_read_on_its_day(tmp_path: Path) -> None:
    """The Union of 2006 had 25 states; without a day the places are looked at all the same."""
    path = tmp_path / "denials.yaml"
    row = "reference: A, state: DE, destination: EU, description: rifles"
    path.write_text(f"denials:\n- {{{row}, date: 2006-01-01}}\n")
    (denial,) = read_denials(path, Reference.load()).entries
    assert (len(denial.countries), denial.entries, denial.names) == (25, (), frozenset())
    path.write_text(f"denials:\n- {{{row}}}\n")
    with pytest.raises(InputError) as error:
        read_denials(path, Reference.load())
    assert [problem.what for problem in error.value.problems] == ["`date` is missing"]


@pytest.mark.parametrize(
    ("rating", "codes"),
    [("6A002", ("6A002",)), ("ML10.c.1", ("ML10.c.1",)), ("ML6a, 5A002", ("ML6.a", "5A002"))],
)
def test_a_denial_is_of_the_very_codes(tmp_path: Path, rating: str, codes: tuple[str, ...]) -> None:
    """Dual-use codes as well, and as deep as they were given."""
    path = tmp_path / "denials.csv"
    path.write_text(f'reference,state,date,destination,rating\nA,DE,2026-01-01,SA,"{rating}"\n')
    assert read_denials(path, Reference.load()).entries[0].entries == codes


def test_every_field_may_be_given(tmp_path: Path) -> None:
    """All that the how-to names; of those that nothing reads, none is in the way."""
    path = tmp_path / "denials.csv"
    fields = "reference,state,date,destination,end_user,aliases,consignee,rating,description"
    path.write_text(f"{fields},criterion\nA,DE,2026-01-01,SA,Acme,,A trader,ML6,tracks,2\n")
    (denial,) = read_denials(path, Reference.load()).entries
    assert (denial.state, denial.entries, denial.names) == ("DE", ("ML6",), frozenset(("acme",)))


@pytest.mark.parametrize(
    ("field", "is_read"),
    [
        (f"description: {'x' * 500}", True),
        (f"description: {'x' * 501}", False),
        ('description: "a\\tb"', False),
        ("description: [tracks]", False),
        ("aliases: [Acme, Acme Ltd]", True),
        ("aliases: [Acme, {of: Acme}]", False),
        ("criterion: {is: 2}", False),
    ],
)
def test_each_field_is_a_line_of_text(tmp_path: Path, field: str, is_read: bool) -> None:
    """Five hundred printable characters at most; aliases one by one."""
    path = tmp_path / "denials.yaml"
    path.write_text(
        f"denials:\n- {{reference: A, state: DE, date: 2026-01-01, destination: SA, rating: ML6, "
        f"{field}}}\n"
    )
    if is_read:
        assert len(read_denials(path, Reference.load()).entries) == 1
        return
    with pytest.raises(InputError, match=f"{field.partition(':')[0]}.*: (a text|an unprintable)"):
        read_denials(path, Reference.load())


def test_an_empty_column_is_in_nobodys_way(tmp_path: Path) -> None:
    """A column that nobody knows is told once somebody fills it in."""
    path = tmp_path / "denials.csv"
    row = "A,DE,2026-01-01,SA,ML6"
    path.write_text(f"reference,state,date,destination,rating,remark\n{row},\n")
    assert len(read_denials(path, Reference.load()).entries) == 1
    path.write_text(f"reference,state,date,destination,rating,remark\n{row},odd\n")
    with pytest.raises(InputError, match="no such column `remark`"):
        read_denials(path, Reference.load())


def test_explain_and_reassess_take_denials(tmp_path: Path) -> None:
    """Why of a duty to consult can be asked; a denial between two days changes an answer."""
    document = tmp_path / "granted" / "one.json"
    document.parent.mkdir()
    document.write_text(
        json.dumps(
            {
                "as_of": "2023-01-01", "exporter": {"country": "NL"},
                "end_user": {"country": "SA", "kind": "armed_forces", "name": "RLF"},
                "items": [{"rating": "ML6.a"}],
                "facts": {"denial.consulted": {"value": "no", "source": "the desk"}},
            }
        )
    )  # fmt: skip
    path = tmp_path / "denials.csv"
    path.write_text(HEAD + SAME.replace("MARKED Land Forces", "RLF") + "\n")
    words = ("--rule", "cp.art.4.consult", "--denials", str(path))
    said = run("explain", str(document), "--as-of", "2024-01-01", *words)
    assert (said.code, "MET" in said.out, "NOT MET" in said.out) == (0, True, False)
    assert "D-1" in said.out
    mapped = ("--mapping", "examples/tables/ministry.mapping.yaml", "--since", "2020-01-01")
    table = run("reassess", "examples/tables/ministry.csv", *mapped, *words[2:])
    assert table.code == 0, table.err
    folder = ("reassess", str(document.parent), "--since", "2023-02-01", "--until", "2024-01-01")
    assert run(*folder, *words[2:]).code == 0


def test_no_match_of_one_item_is_no_warning_beside_a_match_of_another(tmp_path: Path) -> None:
    """That nothing matches is said where it holds of the whole case."""
    items = [{"rating": "ML6.a"}, {"rating": "ML15.c"}]
    both = _said(_screened(tmp_path, SAME, items=items))
    assert "that match: 1 (D-1)" in both
    assert "no match in the supplied file" not in both
    none = _said(_screened(tmp_path, SAME, items=items[1:]))
    assert "no match in the supplied file (entries: 1, the latest of 2023-05-01)" in none
