"""The pages of reference say what the code says, and the site has a place for every page."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest
import yaml

from licensecheck.cli import _group
from tests.conftest import ROOT
from tools.write_reference_pages import FOLDER, MADE, main, reference_pages

STALE = "stale pages; run `make docs-pages`"
PAGES = reference_pages()


@pytest.mark.parametrize("name", PAGES)
def test_a_stored_page_is_fresh(name: str) -> None:
    """`make docs-pages` writes them anew."""
    assert (FOLDER / name).read_text(encoding="utf-8") == PAGES[name], STALE


def test_no_page_was_left_over() -> None:
    """A page that is made is one that is still made."""
    made = {path.name for path in FOLDER.glob("*.md") if MADE in path.read_text(encoding="utf-8")}
    assert made == set(PAGES)


def test_pages_are_written_into_a_folder(tmp_path) -> None:
    """The same as those that are stored."""
    assert main([str(tmp_path)]) == 0
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == PAGES


def commands(group: click.Group, words: str = "licensecheck") -> Iterator[str]:
    context = click.Context(group)
    yield words
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{words} {name}")
        else:
            yield f"{words} {name}"


@pytest.mark.parametrize("words", list(commands(_group)))
def test_every_command_is_on_its_page(words: str) -> None:
    """With what `--help` prints, which the console examples hold to the program."""
    page = (FOLDER / "command-line.md").read_text(encoding="utf-8")
    assert f"\n$ {words} --help\n" in page


def test_every_page_has_its_place_in_the_site() -> None:
    """And every place its page."""
    site = yaml.safe_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))

    def places(entries):
        for entry in entries:
            if isinstance(entry, str):
                yield entry
            else:
                for inner in entry.values():
                    yield from [inner] if isinstance(inner, str) else places(inner)

    docs = ROOT / "docs"
    pages = {path.relative_to(docs).as_posix() for path in docs.rglob("*.md")}
    assert set(places(site["nav"])) == pages
