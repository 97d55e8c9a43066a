"""`licensecheck check`: screen one application, from a file or from a few options."""

from __future__ import annotations

import sys

import click

EXIT_CODES = {
    "no_trigger": 0,
    "undetermined": 3,
    "review": 4,
    "presumptive_denial": 5,
    "out_of_scope": 6,
}


@click.command("check")
@click.argument("file", required=False)
@click.option("--exporter", metavar="COUNTRY", help="Country the goods leave from.")
@click.option("--destination", metavar="COUNTRY", help="Country of the end user, or of final use.")
@click.option("--consignee", metavar="COUNTRY", help="Country of the consignee on the way.")
@click.option("--rating", metavar="CODE", help="Control list code, such as ML6.a.")
@click.option("--end-user-kind", metavar="KIND", help="armed_forces, police, company ...")
@click.option("--form", metavar="FORM", help="complete, component, spare_part, ammunition ...")
@click.option("--value", metavar="AMOUNT", help="Value, such as 24m or '24m EUR'.")
@click.option("--set", "facts", metavar="FACT=VALUE", multiple=True,
              help="Supply a fact of the vocabulary; may be repeated.")  # fmt: skip
@click.option("--as-of", metavar="DATE", help="Day of the decision; today if not given.")
@click.option("--alliance", "alliances", metavar="NAME", multiple=True,
              help="nato (default), eu, nato-or-eu, nato-plus, nato-treaty-area, or a file.")  # fmt: skip
@click.option("--full-depth", is_flag=True, help="Screen allied destinations in full as well.")
@click.option("--engine", default="checked", show_default=True,
              help="checked decides twice; durable or bitset alone for comparison.")  # fmt: skip
@click.option("--format", "format_", type=click.Choice(["text", "json"]), default="text",
              show_default=True, help="Form of the report.")  # fmt: skip
@click.option("-v", "--verbose", is_flag=True, help="Every finding and every fact.")
@click.option("-q", "--quiet", is_flag=True, help="The headline and the verdict alone.")
def command(
    file: str | None,
    alliances: tuple[str, ...],
    full_depth: bool,
    engine: str,
    format_: str,
    verbose: bool,
    quiet: bool,
    **words: object,
) -> int:
    r"""Screen one application: FILE (YAML or JSON, `-` for standard input), or the options.

    \b
    licensecheck check --exporter NL --destination SA --rating ML6.a
    licensecheck check application.yaml --alliance nato --alliance eu

    Exit codes: 0 no trigger, 3 undetermined, 4 review, 5 presumptive denial, 6 out of scope;
    2 bad input; 1 a fault of the tool. No trigger is not permission.
    """
    from licensecheck.application.options import application_from_options
    from licensecheck.report.show import show
    from licensecheck.screening.screener import Screener

    application = application_from_options(file, sys.stdin, words)
    screener = Screener(
        alliances=alliances or ("nato",),
        engine=engine,  # type: ignore[arg-type]
        depth="full" if full_depth else "light",
    )
    result = screener.screen(application)
    show(result, format_, detail="verbose" if verbose else "quiet" if quiet else "normal")
    return EXIT_CODES[result.outcome.status]
