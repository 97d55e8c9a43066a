"""A commented application to fill in."""

from __future__ import annotations

from pathlib import Path
from string import Template
from typing import Final

from licensecheck.errors import InputError, Problem, told
from licensecheck.language import Language
from licensecheck.outputs import write_text
from licensecheck.vocabulary import Vocabulary

__all__ = ["write_application"]

_START: Final = Path(__file__).with_name("starts") / "application.yaml"


def write_application(file: Path, language: Language) -> str:
    """Write a commented application, and say what to do with it.

    Raises:
        InputError: Something is there already, or the file cannot be written.
    """
    if file.suffix.lower() not in (".yaml", ".yml"):
        raise InputError(Problem(str(file), told("an application is a file that ends in `.yaml`")))
    if file.exists():
        raise InputError(Problem(str(file), told("is there already"), told("name another file")))
    words = Vocabulary.load()

    def of(fact: str) -> str:
        return ", ".join(words[fact].domain)

    text = Template(_START.read_text(encoding="utf-8")).substitute(
        file=file.name, kinds=of("licence.kind"), users=of("end_user.kind"), forms=of("item.form"),
        goods=of("item.kind"), uses=of("end_use.category"), papers=of("docs.euc"),
        consents=of("docs.origin_consent"),
    )  # fmt: skip
    write_text(file, text)
    return language.text(
        "wrote {file}; fill it in, then: licensecheck check {file}", file=str(file)
    )
