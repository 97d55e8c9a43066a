"""Where an answer on a table goes: standard output or a file, in the form asked for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from licensecheck.commands.show import neutral, waiting
from licensecheck.errors import InputError, Problem, told
from licensecheck.language import ENGLISH, Language
from licensecheck.outputs import descriptor_of, whole, write_text
from licensecheck.report.elements import clean
from licensecheck.report.records import records_csv, records_json, write_workbook

__all__ = ["FORMATS", "Answer", "Output", "deliver"]

FORMATS: Final[Mapping[str, str]] = {
    "text": ".txt", "csv": ".csv", "json": ".json", "xlsx": ".xlsx", "html": ".html",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Output:
    """How an answer is wanted.

    Attributes:
        format: One of `FORMATS`; empty for what the ending of the file says, else text.
        out: File to write; None for standard output.
        plots: Kinds of plots, each with its file.
        page: File for the answer as a page.
        title: Title of plots and page in place of ours.
        source: Source to name in plots and page in place of the file.
        language: To report in.
    """

    format: str = ""
    out: Path | None = None
    plots: tuple[tuple[str, Path], ...] = ()
    page: Path | None = None
    title: str = ""
    source: str = ""
    language: Language = field(default=ENGLISH)

    @property
    def form(self) -> str:
        """The form, as asked for or by the ending of the file."""
        if self.format:
            return self.format
        if self.out is None:
            return "text"
        ending = self.out.suffix.lower()
        return next((form for form, suffix in FORMATS.items() if suffix == ending), "text")

    def files(self) -> list[tuple[str, Path | None]]:
        """The files that it writes, by the options that name them."""
        plots = [("--plot", path) for _, path in self.plots]
        return [("--out", self.out), ("--report", self.page), *plots]

    def check(self) -> None:
        """Refuse before a table is read what cannot be written.

        Raises:
            InputError: A workbook without a file, or an extra that is not installed.
        """
        from licensecheck.extras import require

        if self.form == "xlsx":
            if self.out is None:
                what = told("a workbook is written to a file")
                raise InputError(Problem("--format", what, told("--out FILE.xlsx")))
            require("workbooks")
        if self.plots or self.page or self.form == "html":
            require("plots")


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer in each of its forms; made only where it is asked for.

    Attributes:
        schema: Id of its JSON document.
        title: What it is.
        text: It, as text.
        rows: It, as records.
        about: What it is of, for JSON.
        caveats: What has to be said with it.
        page: It, as a page of HTML.
        json: The JSON document, where it is not made of the records.
    """

    schema: str
    title: str
    text: Callable[[], str]
    rows: Callable[[], Sequence[Mapping[str, Any]]]
    about: Mapping[str, Any]
    caveats: Callable[[], Sequence[str]]
    page: Callable[[], str]
    json: Callable[[], str] | None = None


def deliver(answer: Answer, output: Output) -> None:
    """Write an answer where it is wanted, whole or not at all."""
    if output.page:
        with waiting("drawing"):
            page = answer.page()
        write_text(output.page, page, "--report")
    if output.form == "xlsx":
        assert output.out is not None, "checked before"
        with whole(output.out, "--out") as temporary:
            write_workbook(temporary, answer.rows(), answer.caveats(), title=answer.title)
        return
    with waiting("counting"):
        said = _said(answer, output.form)
    if output.out is None:
        sys.stdout.write(said if output.form == "html" else neutral(said, output.form))
        # Below a text for a person; data on standard output stay what they are.
        if output.form == "text":
            sys.stdout.write(_plots_named(output))
        return
    write_text(output.out, said, "--out")
    if descriptor_of(output.out) is None:
        sys.stdout.write(_plots_named(output))


def _plots_named(output: Output) -> str:
    """Which files of plots were written, a line each."""
    said = output.language.text
    return "".join(f"{said('written to {file}', file=clean(str(path)))}\n"
                   for _, path in output.plots if descriptor_of(path) is None)  # fmt: skip


def _said(answer: Answer, form: str) -> str:
    if form == "html":
        return answer.page()
    if form == "csv":
        return records_csv(answer.rows())
    if form == "json":
        if answer.json:
            return answer.json()
        return records_json(answer.schema, answer.about, answer.rows(), answer.caveats())
    return answer.text()
