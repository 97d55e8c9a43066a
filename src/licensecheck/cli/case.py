"""`licensecheck new`, `check` and `explain`: one application, from a file or from options."""

from __future__ import annotations

import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from licensecheck.cli import completing
from licensecheck.cli.words import (
    alliance_option,
    each_of,
    excluding,
    house_option,
    joined,
    language_option,
    named_by,
    one_of,
    options,
    rules_named,
)
from licensecheck.errors import InputError, told

if TYPE_CHECKING:
    from licensecheck.report.letter import Letter
    from licensecheck.wording.result import Finding, Result

# What describes an application.
_application_options = options(
    click.option("--exporter", metavar="COUNTRY", shell_complete=completing.countries,
                 help="Country the goods leave from."),
    click.option("--destination", metavar="COUNTRY", shell_complete=completing.countries,
                 help="Country of the end user, or of final use."),
    click.option("--consignee", metavar="COUNTRY", shell_complete=completing.countries,
                 help="Country of the consignee on the way."),
    click.option("--rating", metavar="CODE", multiple=True, callback=joined,
                 shell_complete=completing.ratings,
                 help="Control list code, such as ML6.a; one for each item, may be repeated."),
    click.option("--end-user-kind", metavar="KIND",
                 shell_complete=completing.tokens_of("end_user.kind"),
                 help="armed_forces, police, company ..."),
    click.option("--form", metavar="FORM", shell_complete=completing.tokens_of("item.form"),
                 help="complete, component, spare_part, ammunition ..."),
    click.option("--value", metavar="AMOUNT", help="Value, such as 24m or '24m EUR'."),
    click.option("--set", "facts", metavar="FACT=VALUE", multiple=True,
                 shell_complete=completing.facts,
                 help="Supply a fact of the vocabulary; FACT@OF=VALUE of one item line, end user "
                 "or state; may be repeated."),
    click.option("--as-of", metavar="DATE",
                 help="Day of the decision; today if not given."),
)  # fmt: skip


@click.command("new", short_help="Write a commented application to fill in.")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@language_option
def new(file: Path, language: str) -> None:
    """Write a commented application to FILE, which ends in `.yaml`.

    \b
      licensecheck new case.yaml
      licensecheck check case.yaml
    """
    from licensecheck.commands.new import write_application
    from licensecheck.language import find_language

    click.echo(write_application(file, find_language(language)))


EXIT_CODES = {
    "no_trigger": 0,
    "undetermined": 3,
    "review": 4,
    "presumptive_denial": 5,
    "out_of_scope": 6,
}
STOPPED = 8
_ADDRESSEES = ("applicant", "ministry", "embassy")
FORMATS = ("text", "json", "jsonl", "markdown", "html", "junit", "sarif")
# One document for all FILEs.
FOR_CI = ("junit", "sarif")
# From the mildest to the gravest; several files end with the code of the gravest.
_GRAVITY = (0, 6, 3, 4, 5)


@click.command("check", short_help="Screen one application, from a FILE or from options.")
@click.argument("files", nargs=-1, metavar="[FILE]...", shell_complete=completing.files)
@_application_options
@alliance_option
@click.option("--ruleset", "rulesets", metavar="NAME", multiple=True,
              help="Rules to screen by, in place of all the packaged ones: a name, or the path of "
              "your own; may be repeated.")  # fmt: skip
@house_option
@click.option("--stop-on", "stops", metavar="TIER", multiple=True, callback=each_of("tier"),
              shell_complete=completing.tiers,
              help="End with exit code 8 if a rule of this tier is met: law, screen, assess, "
              "confirm or duty; may be repeated.")  # fmt: skip
@click.option("--full-depth", is_flag=True, help="Screen allied destinations in full as well.")
@click.option("--engine", callback=one_of("engine"), metavar="NAME", default="checked",
              show_default=True, help="checked decides twice; durable or bitset alone for "
              "comparison.")  # fmt: skip
@click.option("--format", "format_", callback=one_of("format", FORMATS), metavar="NAME",
              shell_complete=completing.words(*FORMATS),
              default="text", show_default=True,
              help="text, json, jsonl (one line a case), markdown, html, or junit or sarif (for "
              "CI).")  # fmt: skip
@language_option
@click.option("--denials", metavar="FILE", help="Your own file of denials (YAML or CSV).")
@click.option("--lists", metavar="FILE", multiple=True, shell_complete=completing.files,
              help="A list of names that the parties are compared with (OpenSanctions, EU, UN), or "
              "the result of another screening; may be repeated.")  # fmt: skip
@click.option("--receipt", metavar="FILE", help="Write the receipt to FILE, for `replay`.")
@click.option("--decision-log", metavar="FILE", help="Append each decision to FILE, names masked.")
@click.option("--letter", callback=one_of("addressee", _ADDRESSEES), metavar="NAME",
              shell_complete=completing.words(*_ADDRESSEES),
              help="The open questions as a letter, in place of the report: "
              "applicant, ministry or embassy.")  # fmt: skip
@click.option("--template", metavar="FILE", type=click.Path(path_type=Path),
              help="A template of your own for the letter (Jinja2).")  # fmt: skip
@click.option("--reply-by", metavar="DATE", help="The last day for an answer to the letter.")
@click.option("--reply-to", metavar="TEXT", help="The office and address that answers go to.")
@click.option("--embassy-in", metavar="COUNTRY", shell_complete=completing.countries,
              help="The state whose embassy the letter goes to; "
              "by default a letter to that of each state of the case.")  # fmt: skip
@click.option("--mask", is_flag=True,
              help="Leave names and free text out of the case as given.")  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Every finding and every fact.")
@click.option("-q", "--quiet", is_flag=True, help="The headline and the verdict alone.")
def check(
    files: tuple[str, ...],
    alliances: tuple[str, ...],
    rulesets: tuple[str, ...],
    house: tuple[str, ...],
    stops: tuple[str, ...],
    full_depth: bool,
    engine: str,
    format_: str,
    language: str,
    denials: str | None,
    lists: tuple[str, ...],
    receipt: str | None,
    decision_log: str | None,
    letter: str | None,
    template: Path | None,
    reply_by: str | None,
    reply_to: str | None,
    embassy_in: str | None,
    mask: bool,
    verbose: bool,
    quiet: bool,
    **words: object,
) -> int:
    """Screen an application: FILE (YAML or JSON, `-` for standard input), or the options.

    \b
      licensecheck check --exporter NL --destination SA --rating ML6.a
      licensecheck check application.yaml --alliance nato --alliance eu

    With a FILE, `--as-of` and `--set` replace what it says; the rest stands in the FILE. Several
    FILEs give a report each, as text or as `jsonl`, and the exit code of the gravest; as text a
    list follows: what needs a person and why, then what is open, then what is clean.

    Exit codes: 0 no trigger, 3 undetermined, 4 review, 5 presumptive denial, 6 out of scope;
    8 a rule is met on which a pipeline stops (`--stop-on`, or `stops` in a file of `--house`);
    2 bad usage or input; 1 an internal error. No trigger is not permission.
    """
    excluding(verbose=verbose, quiet=quiet)
    detail = "verbose" if verbose else "quiet" if quiet else "normal"
    if len(files) > 1 and (receipt is not None or format_ not in ("text", "jsonl", *FOR_CI)):
        said = told(
            "several FILEs take `--format text`, `jsonl`, `junit` or `sarif`, no `--receipt`"
        )
        raise click.UsageError(said)
    asked = _letter(letter, template, reply_by, reply_to, embassy_in, files, format_)
    _check_mask(mask, format_)
    from licensecheck.commands.application import check_words

    if receipt is not None or decision_log is not None:
        from licensecheck.outputs import check_outputs

        read = [*(("FILE", name) for name in files), ("--denials", denials),
                *(("--alliance", name) for name in alliances),
                *rules_named("--ruleset", rulesets), *rules_named("--house", house),
                *(("--lists", name) for name in lists), ("--template", template)]  # fmt: skip
        check_outputs([("--decision-log", decision_log)], read, appended=True)
        check_outputs([("--receipt", receipt)], [*read, ("--decision-log", decision_log)])

    # Before the rules are built, so that what is wrong is told at once.
    applications = check_words(
        files, sys.stdin, words, alliances=alliances, rulesets=rulesets, house=house
    )

    from licensecheck.commands.show import show
    from licensecheck.wording.screener import Screener

    screener = Screener(
        alliances=alliances or ("nato",),
        rulesets=rulesets or None,
        engine=engine,  # type: ignore[arg-type]
        depth="full" if full_depth else "light",
        language=language,
        denials=denials,
        lists=lists,
        house=house,
    )
    results: list[Result] = []
    failed: OSError | InputError | None = None
    for application in applications:
        begun = time.perf_counter()
        with named_by(words, "as_of"):
            result = screener.screen(application)
        if decision_log is not None:
            from licensecheck.report.decision_log import append_decision, decision_entry

            seconds = time.perf_counter() - begun
            entry = decision_entry(application, result, seconds=seconds)
            append_decision(Path(decision_log), entry)
        if receipt is not None:
            from licensecheck.commands.replay import write_receipt

            try:
                write_receipt(result, receipt)
            except (OSError, InputError) as error:
                failed = error
        _apart(results, format_)
        if format_ not in FOR_CI:
            with named_by({"embassy_in": embassy_in}, "embassy_in"):
                show(result, format_, detail=detail, masked=mask, letter=asked)
        results.append(result)
    stopped = [screener.stopped(one, stops) for one in results]
    _summed(files, results, format_, stopped)
    if failed is not None:
        # The answer is given all the same, and then that its receipt is not there.
        sys.stdout.flush()
        raise failed
    return STOPPED if any(stopped) else _most_severe(results)


def _most_severe(results: list[Result]) -> int:
    return max((EXIT_CODES[one.outcome.status] for one in results), key=_GRAVITY.index)


def _letter(
    addressee: str | None, template: Path | None, reply_by: str | None, reply_to: str | None,
    embassy_in: str | None, files: tuple[str, ...], format_: str,
) -> Letter | None:  # fmt: skip
    """The letter that is asked for; options of it that do not fit are refused."""
    options = {"--template": template, "--reply-by": reply_by, "--reply-to": reply_to,
               "--embassy-in": embassy_in}  # fmt: skip
    if addressee is None:
        for name, said in options.items():
            if said is not None:
                raise click.UsageError(told("{option} goes with --letter", option=name))
        return None
    if embassy_in is not None and addressee != "embassy":
        raise click.UsageError(told("--embassy-in goes with --letter embassy"))
    if format_ != "text" or len(files) > 1:
        raise click.UsageError(told("--letter takes one FILE and is written as text"))
    from licensecheck.commands.lookups import read_day
    from licensecheck.report.letter import Letter
    from licensecheck.report.letter_template import read_template

    day = read_day(reply_by, "--reply-by") if reply_by is not None else None
    if day and day < date.today():
        raise click.UsageError(told("--reply-by: `{day}` is past", day=day))
    office = read_template(template) if template else None
    return Letter(addressee, office, day, (reply_to or "").strip(), embassy_in or "")


def _apart(results: list[Result], format_: str) -> None:
    if results and format_ == "text":
        click.echo()


def _summed(
    files: tuple[str, ...],
    results: list[Result],
    format_: str,
    stopped: list[tuple[Finding, ...]],
) -> None:
    """What is written once for all FILEs: the pile as text, or the document of a build server."""
    if format_ in FOR_CI:
        from licensecheck.commands.show import show_for_ci

        show_for_ci(list(zip(files or ("options",), results, stopped, strict=True)), format_)
    elif len(results) > 1 and format_ == "text":
        from licensecheck.commands.show import show_pile

        show_pile(list(zip(files, results, strict=True)))


def _check_mask(mask: bool, format_: str) -> None:
    """Refuse to mask where the case is not told, rather than leave a name in."""
    if mask and format_ not in ("text", "html", "markdown"):
        raise click.UsageError(told("--mask goes with `--format text`, `html` or `markdown`"))


_EXPLAINED = ("text", "json")


@click.command("explain", short_help="Say why a rule triggered or not, and what would change it.")
@click.argument("file", required=False, shell_complete=completing.files)
@click.option("--criterion", metavar="N", help="Explain the rules of a criterion, 1 to 8.")
@click.option("--rule", metavar="ID", help="Explain one rule.")
@click.option("--missing", is_flag=True, help="Give the smallest sets of facts that would settle "
              "the case.")  # fmt: skip
@_application_options
@click.option("--ruleset", "rulesets", metavar="NAME", multiple=True,
              help="Rules to screen by, in place of all the packaged ones.")  # fmt: skip
@house_option
@click.option("--full-depth", is_flag=True, help="Screen allied destinations in full as well.")
@click.option("--format", "format_", callback=one_of("format", _EXPLAINED), metavar="text|json",
              default="text", show_default=True, help="Form of the explanation.")  # fmt: skip
@language_option
@click.option("--denials", metavar="FILE", help="Your own file of denials (YAML or CSV).")
@click.option("--lists", metavar="FILE", multiple=True, shell_complete=completing.files,
              help="A list of names that parties are compared with; may be repeated.")  # fmt: skip
@click.option("--codes", is_flag=True, help="Codes of facts beside their words, for `--set`.")
def explain(
    file: str | None,
    criterion: str | None,
    rule: str | None,
    missing: bool,
    rulesets: tuple[str, ...],
    house: tuple[str, ...],
    full_depth: bool,
    format_: str,
    language: str,
    denials: str | None,
    lists: tuple[str, ...],
    codes: bool,
    **words: object,
) -> int:
    """Say why rules stand as they do: FILE (YAML or JSON, `-` for standard input), or the options.

    \b
      licensecheck explain application.yaml --criterion 2
      licensecheck explain --exporter NL --destination SA --rating ML6.a --missing

    Each clause is shown with what was read: + holds, - does not, ? is open. A change that would
    flip the rule has been decided with that change made. No trigger is not permission.
    """
    excluding(criterion=bool(criterion), rule=bool(rule), missing=missing)
    if not (criterion or rule or missing):
        raise click.UsageError(told("name a criterion or a rule, or ask for what is `--missing`"))
    from licensecheck.commands.application import application_from_options
    from licensecheck.report.explained import explanation_text, missing_text
    from licensecheck.wording.screener import Screener

    screener = Screener(
        rulesets=rulesets or None,
        depth="full" if full_depth else "light",
        language=language,
        denials=denials,
        lists=lists,
        house=house,
    )
    check = screener.word_check()
    application = application_from_options(file, sys.stdin, words, check=check)
    with named_by(words, "as_of"):
        case = screener.open(application)
    shown: Any = {"codes": codes, "vocabulary": screener.vocabulary}
    if missing:
        settled = case.missing()
        said = (
            settled.to_json(indent=2) + "\n"
            if format_ == "json"
            else missing_text(settled, **shown)
        )
    else:
        found = case.explain(criterion=criterion, rule=rule)
        said = (
            found.to_json(indent=2) + "\n"
            if format_ == "json"
            else explanation_text(found, **shown)
        )
    sys.stdout.write(said)
    return 0
