"""`licensecheck replay`: does the same application give the same answer today?"""

from __future__ import annotations

from pathlib import Path

import click

from licensecheck.cli.words import HOUSE, language_option, one_of

DIFFERS = 7


@click.command("replay", short_help="Screen again as a receipt says, and tell what differs.")
@click.argument("recorded", metavar="RESULT|RECEIPT")
@click.argument("application", metavar="APPLICATION")
@click.option("--alliance", "alliances", metavar="FILE", multiple=True,
              help="In place of the alliances that the receipt names; repeatable.")  # fmt: skip
@click.option("--ruleset", "rulesets", metavar="PATH", multiple=True,
              help="In place of the rulesets that the receipt names; repeatable.")  # fmt: skip
@click.option("--house", metavar="PATH", multiple=True, help=HOUSE)
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
def command(
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
    """  # noqa: D301
    from licensecheck.commands.replay import replay_words
    from licensecheck.language import find_language
    from licensecheck.report.decided import read_decisions
    from licensecheck.report.replayed import replay_text

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
