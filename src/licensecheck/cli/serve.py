"""`licensecheck serve`: a form and a JSON API on this machine."""

from __future__ import annotations

import click

from licensecheck.cli import completing
from licensecheck.cli.words import house_option


@click.command("serve", short_help="Serve a form and a JSON API on this machine.")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1", show_default=True,
              help="Address to listen on.")  # fmt: skip
@click.option("--port", type=click.IntRange(1, 65535), metavar="PORT", default=8000,
              show_default=True, help="Port to listen on.")  # fmt: skip
@click.option("--name", "names", metavar="NAME", multiple=True,
              help="A further name that it is called by; repeatable.")  # fmt: skip
@click.option("--lists", metavar="FILE", multiple=True, shell_complete=completing.files,
              help="A list of names that parties are compared with; repeatable.")  # fmt: skip
@click.option("--denials", metavar="FILE", shell_complete=completing.files,
              help="Denials that goods and parties are compared with (YAML or CSV).")  # fmt: skip
@click.option("--alliance", "alliances", metavar="FILE", multiple=True,
              shell_complete=completing.files,
              help="A further alliance to choose from; repeatable.")  # fmt: skip
@house_option
@click.option("--beyond-this-machine", is_flag=True,
              help="Allow an ADDRESS that other machines can reach.")  # fmt: skip
def serve(
    host: str,
    port: int,
    names: tuple[str, ...],
    lists: tuple[str, ...],
    denials: str | None,
    alliances: tuple[str, ...],
    house: tuple[str, ...],
    beyond_this_machine: bool,
) -> int:
    """Serve a form to fill in by hand, and the same as a JSON API.

    \b
      licensecheck serve
      licensecheck serve --port 8080 --lists targets.simple.csv

    It needs the extra `web`. Nothing that is sent is kept. There is no log-in and no encryption,
    so it answers this machine alone unless told otherwise. No trigger is not permission.
    """
    from licensecheck.extras import require

    require("web")
    from licensecheck.web.settings import check_host

    check_host(host, beyond_this_machine=beyond_this_machine)
    from licensecheck.web.server import run

    run(host, port, names, lists=lists, house=house, alliances=alliances, denials=denials)
    return 0
