"""A file note in Markdown: what was asked, by which law, what was found, what is still to do.

In: a `Result`. Out: CommonMark that any reader shows. Every text is escaped, so that nothing which
somebody wrote into an application becomes a heading, a link, a table cell or markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from licensecheck.language import find_language
from licensecheck.report.chain import INSIDE_WORDS
from licensecheck.report.elements import clean
from licensecheck.report.given import given_rows, says_more
from licensecheck.wording.fact_words import fact_list, fact_words, in_words
from licensecheck.wording.finding_words import marks_text, tier_text, who_text
from licensecheck.wording.result import Containment, CriterionResult, Finding, Result

__all__ = ["render_markdown"]

# What CommonMark, its tables, HTML, and the links that readers find by themselves are made of.
# A low line between two letters means nothing, and names of facts are full of them.
_MARKS: Final = re.compile(r"([\\`*{}\[\]<>|~&$#@]|(?<![^\W_])_|_(?![^\W_])|:(?=//)|(?<=www)\.)")
# What means something only where a line, or an entry of a list, begins.
_BEGINNING: Final = re.compile(r"^([-+=]|\d+(?=[.)]))")


def render_markdown(result: Result, *, masked: bool = False, language: str = "") -> str:
    """The result as a file note, with a newline at its end.

    Args:
        result: What to note.
        masked: Leave names and free text out of the case as given.
        language: Code of the language of the note; by default that of the result.
    """
    said = result.in_language(language or result.language, masked=masked)
    return "\n".join(_Note(said, masked=masked).lines()).rstrip("\n") + "\n"


def _escaped(text: str) -> str:
    """Text that means nothing to Markdown or HTML."""
    line = _MARKS.sub(r"\\\1", " ".join(clean(text).split()))
    begins = _BEGINNING.match(line)
    if begins is None:
        return line
    # A number is no mark that can be escaped; what follows it is.
    mark = begins[1]
    return f"{mark}\\{line[len(mark) :]}" if mark[0].isdigit() else f"\\{line}"


class _Note:
    def __init__(self, result: Result, *, masked: bool) -> None:
        self.result = result
        self.masked = masked
        self.language = find_language(result.language)

    def lines(self) -> Iterator[str]:
        result, text = self.result, self.language.text
        yield f"# {_escaped(text('Screening of {transfer}', transfer=result.transfer))}"
        yield ""
        yield from self._asked()
        yield f"**{_escaped(result.outcome.headline[:1].upper() + result.outcome.headline[1:])}**"
        yield ""
        yield f"**{_escaped(result.not_permission)}**"
        for containment in result.containment:
            yield from self._containment(containment)
        yield from self._criteria()
        yield from self._findings(
            text("Findings"), [f for f in result.findings if f.status not in ("noted", "open")]
        )
        yield from self._findings(
            text("To weigh"), [f for f in result.findings if f.status == "noted"]
        )
        yield from self._findings(text("Duties"), [f for f in result.duties
                                                   if f.status != "open"])  # fmt: skip
        yield from self._open()
        yield from self._questions()
        yield from self._list(text("Assumed"), map(self._in_words, result.assumptions))
        yield from self._list(text("Warnings"), map(self._in_words, result.warnings))
        yield from self._list(text("Not covered"), result.limits)
        yield from self._receipt()

    def _asked(self) -> Iterator[str]:
        result, text = self.result, self.language.text
        rows = [
            (text("Reference"), "" if self.masked else result.reference),
            (text("As of"), str(result.as_of)),
            (text("Rules as of"), str(result.rules_as_of)),
            (text("Membership as of"), str(result.membership_as_of)),
            (text("Facts as of"), str(result.facts_as_of)),
        ]
        kept = [row for row in rows if row[1] and (row[1] != str(result.as_of) or row is rows[1])]
        given = given_rows(result, self.language, masked=self.masked) if says_more(result) else []
        kept += [(row.label, "; ".join(row.said)) for row in given]
        yield from self._table(("", ""), kept)
        yield ""

    def _containment(self, found: Containment) -> Iterator[str]:
        text, token = self.language.text, self.language.token
        yield ""
        yield f"## {_escaped(found.title)}: {_escaped(token(found.verdict))}"
        yield ""
        yield from self._table(
            (text("party or border"), text("place"), text("inside"), text("basis")),
            [(token(t.role), t.place, text(INSIDE_WORDS[t.inside]), t.basis)
             for t in found.touchpoints],
        )  # fmt: skip
        if found.qualifiers:
            yield ""
            yield _escaped(self.language.listed(map(token, found.qualifiers)) + ".")

    def _criteria(self) -> Iterator[str]:
        text, token = self.language.text, self.language.token
        yield ""
        yield f"## {_escaped(text('Criteria of Common Position 2008/944/CFSP, Article 2'))}"
        yield ""
        yield from self._table(
            (text("criterion"), text("status"), text("at worst"), text("rules decided")),
            [
                (f"{c.criterion} {c.title}", self._status(c), token(c.at_worst),
                 text("{n} of {of}", n=c.examined.decided, of=c.examined.of))
                for c in self.result.criteria
            ],
        )  # fmt: skip

    def _status(self, found: CriterionResult) -> str:
        status = self.language.token(found.status)
        if not found.to_weigh:
            return status
        weigh = self.language.count("{n} to weigh", "{n} to weigh", found.to_weigh)
        return f"{status} ({weigh})"

    def _findings(self, title: str, findings: Sequence[Finding]) -> Iterator[str]:
        if not findings:
            return
        token = self.language.token
        yield ""
        yield f"## {_escaped(title)}"
        for found in findings:
            tier = tier_text(found, self.result.criteria, self.language)
            yield ""
            yield f"### {_escaped(found.text)}"
            yield ""
            point = self.language.point(found.point)
            yield f"- {_escaped('; '.join((token(found.status), point, tier)))}"
            yield f"- {_escaped(found.citation)} (`{found.rule}`)"
            for because in found.because:
                fact = fact_words(because.fact, self.language, self.result)
                said = f"{fact}: {because.value}; {because.source}"
                said += marks_text(because, self.language)
                yield f"- {_escaped(said)}"
            if found.note:
                yield f"- {_escaped(found.note)}"

    def _open(self) -> Iterator[str]:
        found = [f for f in (*self.result.findings, *self.result.duties) if f.status == "open"]
        yield from self._depends(self.language.text("Open"), [f for f in found if f.doubt])
        yield from self._depends(
            self.language.text("Not yet asked"), [f for f in found if not f.doubt]
        )

    def _depends(self, title: str, found: Sequence[Finding]) -> Iterator[str]:
        said = [
            self.language.text(
                "{status} if {title}: depends on {facts}",
                status=self.language.token(one.could_be), title=one.title,
                facts=fact_list(one.missing, self.language, self.result),
            ) + f" [{self.language.point(one.point)}, {one.rule}]"
            for one in found
        ]  # fmt: skip
        yield from self._list(title, said)

    def _questions(self) -> Iterator[str]:
        questions = self.result.questions
        if not questions:
            return
        yield ""
        yield f"## {_escaped(self.language.text('Still to be answered'))}"
        yield ""
        for question in questions:
            who = who_text(question.who, self.language)
            yield f"- [ ] {_escaped(question.ask)} ({_escaped(who)})"

    def _in_words(self, said: str) -> str:
        return in_words(said, self.language, self.result)

    def _list(self, title: str, listed: Iterable[str]) -> Iterator[str]:
        entries = [*listed]
        if not entries:
            return
        yield ""
        yield f"## {_escaped(title)}"
        yield ""
        yield from (f"- {_escaped(entry)}" for entry in entries)

    def _receipt(self) -> Iterator[str]:
        receipt, text = self.result.receipt, self.language.text
        engine = self.result.engine
        decided = [engine.decided_by, *filter(None, (engine.confirmed_by,))]
        yield ""
        yield f"## {_escaped(text('Receipt'))}"
        yield ""
        rows = [
            ("licensecheck", receipt.licensecheck),
            (text("engines"), self.language.listed(decided)),
            *((text("rules {name}", name=name), digest) for name, digest in receipt.rules.items()),
            (text("vocabulary"), receipt.vocabulary),
            (text("reference data"), receipt.reference_edition),
            (text("application"), receipt.input),
            (text("decision"), receipt.decided),
        ]
        yield from self._table(("", ""), rows)
        if engine.note:
            yield ""
            yield _escaped(engine.note)

    def _table(self, head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
        yield f"| {' | '.join(map(_escaped, head))} |"
        yield f"|{'---|' * len(head)}"
        for row in rows:
            yield f"| {' | '.join(map(_escaped, row))} |"
