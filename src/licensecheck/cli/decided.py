"""`licensecheck replay`, `decide` and `decisions`: what was decided of a case, and kept."""

from __future__ import annotations

from pathlib import Path

import click

from licensecheck.cli import completing
from licensecheck.cli.words import house_option, language_option, one_of

DIFFERS = 7


@click.command("replay", short_help="Screen again as a receipt says, and tell what differs.")
@click.argument("recorded", metavar="RESULT|RECEIPT")
@click.argument("application", metavar="APPLICATION")
@click.option("--alliance", "alliances", metavar="FILE", multiple=True,
              help="In place of the alliances that the receipt names; repeatable.")  # fmt: skip
@click.option("--ruleset", "rulesets", metavar="PATH", multiple=True,
              help="In place of the rulesets that the receipt names; repeatable.")  # fmt: skip
@house_option
@click.option("--reference", type=click.Path(path_type=Path, file_okay=False, exists=True),
              metavar="FOLDER", help="Reference tables in place of the packaged ones.")  # fmt: skip
@click.option("--denials", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
              help="The file of denials, where one was given.")  # fmt: skip
@click.option("--lists", metavar="FILE", multiple=True,
              help="The lists of names, where they were given; may be repeated.")  # fmt: skip
@click.option("--format", "format_", callback=one_of("format", ("text", "json")),
              metavar="text|json", default="text", show_default=True,
              help="Form of the report.")  # fmt: skip
@language_option
def replay(
    recorded: str,
    application: str,
    alliances: tuple[str, ...],
    rulesets: tuple[str, ...],
    house: tuple[str, ...],
    reference: Path | None,
    denials: Path | None,
    lists: tuple[str, ...],
    format_: str,
    language: str,
) -> int:
    """Screen APPLICATION again as RESULT (`check --format json`) or RECEIPT (`--receipt`) says.

    \b
      licensecheck check application.yaml --receipt receipt.json
      licensecheck replay receipt.json application.yaml

    Exit codes: 0 the same was decided; 7 the answer or the application differs; 2 bad input.
    """
    from licensecheck.commands.replay import replay_words
    from licensecheck.language import find_language
    from licensecheck.report.decided import read_decisions, replay_text

    found = replay_words(
        recorded,
        application,
        alliances=alliances,
        rulesets=rulesets,
        reference=reference,
        denials=denials,
        lists=lists,
        house=house,
    )
    if format_ == "json":
        click.echo(found.to_json(indent=2))
    else:
        decisions = read_decisions(Path(recorded))
        click.echo(replay_text(found, find_language(language), decisions), nl=False)
    return 0 if found.same else DIFFERS


@click.command("decide", short_help="Record what was decided of a case, beside its receipt.")
@click.argument("recorded", metavar="RESULT|RECEIPT", type=click.Path(path_type=Path))
@click.option("--verdict", required=True, metavar="WORD",
              shell_complete=completing.words("granted", "refused", "granted_on_conditions"),
              help="granted, refused or granted_on_conditions.")  # fmt: skip
@click.option("--role", required=True, metavar="ROLE",
              help="Who decides: an office or role, never a name.")  # fmt: skip
@click.option("--reason", required=True, metavar="TEXT", help="Why.")
@click.option("--second-reader", default="", metavar="ROLE", help="Who read it as well.")
@click.option("--condition", "conditions", multiple=True, metavar="KIND=RULE[: TEXT]",
              help="A condition and the rule of the finding that it answers: no_reexport, "
              "delivery_verification, training, end_use_report, on_site_check or other; may be "
              "repeated.")  # fmt: skip
@click.option("--on", metavar="DATE", help="Day of the decision; today if not given.")
@language_option
def decide(
    recorded: Path, verdict: str, role: str, reason: str, second_reader: str,
    conditions: tuple[str, ...], on: str | None, language: str,
) -> None:  # fmt: skip
    """Record a decision beside RESULT (`check --format json`) or RECEIPT (`check --receipt`).

    \b
      licensecheck decide case.json --verdict granted_on_conditions \\
        --role "head of desk" --reason "verified at delivery" \\
        --condition delivery_verification=cp.7.c.capacity

    It is appended to a file beside it, ending in `.decisions.jsonl`; `replay` shows it. No earlier
    decision is taken away.
    """
    from licensecheck.commands.lookups import read_day
    from licensecheck.language import find_language
    from licensecheck.report.decided import decide, decision_lines

    decision = decide(
        recorded, verdict=verdict, role=role, reason=reason, second_reader=second_reader,
        conditions=conditions, on=read_day(on, "--on"),
    )  # fmt: skip
    lines = decision_lines([decision], decision.decided, find_language(language))
    click.echo("\n".join(lines))


@click.command("decisions", short_help="List recorded decisions, as text, CSV or JSON lines.")
@click.argument("paths", nargs=-1, required=True, metavar="FILE|FOLDER...",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("--format", "format_", callback=one_of("format", ("text", "csv", "jsonl")),
              metavar="NAME", default="text", show_default=True,
              help="text, csv or jsonl.")  # fmt: skip
@language_option
def decisions(paths: tuple[Path, ...], format_: str, language: str) -> None:
    """List the decisions that stand beside results and receipts, by day.

    \b
      licensecheck decisions cases/ --format csv
    """
    from licensecheck.language import find_language
    from licensecheck.report.decided import decisions_text

    click.echo(decisions_text(paths, format_, find_language(language)), nl=False)
