"""A commented application to fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from licensecheck.errors import InputError, Problem, told
from licensecheck.language import Language
from licensecheck.outputs import write_text
from licensecheck.vocabulary import Vocabulary

__all__ = ["START", "write_application"]

START: Final = """\
# An application to licensecheck. What nobody states is open, and never read as no: take out a line
# that you do not know, and leave a comment where a field does not apply.
#   licensecheck check {file}
# An editor completes and checks this file by a schema: `licensecheck schema --folder schemas`, and
# `yaml-language-server: $schema=schemas/application.schema.json` in a comment of its own above.
reference: DRAFT-1
# {kinds}
kind: export
# The day of the decision; today where it is left out.
# as_of: 2026-11-24
exporter: {{name: Your firm, country: NL}}
# Who buys and pays, where that is not the end user. Sanctions and denials are looked at for the
# buyer too, and so is the conduct of its state.
# buyer: {{name: Procurement agency, country: NO, kind: government_civil}}
# The day of the contract: some embargoes exempt older ones.
# contract_date: 2026-03-01
# Who receives the goods first at their destination, where that is another than the end user.
# consignee: {{name: Import office, country: DE, kind: company}}
# Others between: broker, freight_forwarder, carrier ...; a broker holds no goods.
# intermediaries:
#   - {{name: Broker, country: AE, role: broker}}
# One end user, or several under `end_users` with one line each: each is answered by itself.
# {users}
end_user: {{name: Ministry of Defence, country: NO, kind: armed_forces}}
# States on the way, in the order in which the goods pass them.
# route: [DE, DK]
# One line for each kind of goods. `licensecheck rating --find "night vision"` helps to rate them.
#   form: {forms}
#   kind: {goods}
#   for:  of a part, software or technology, the entry of what it serves, such as ML15.c
items:
  - description: armoured vehicles
    rating: ML6.a
    form: complete
    kind: armoured_vehicle
    quantity: 12
    value: 24m EUR
# One price for all lines together, where it is not stated by line:
# value: 80m EUR
# What the goods are for, and whether they go on: built into something, resold, lent.
#   category: {uses}
# end_use: {{category: national_defence, onward: none_declared}}
#   end_user_certificate: {papers}
#   origin_consent (of the state of origin, to the re-export): {consents}
# documents: {{end_user_certificate: signed, reexport_clause: yes}}
# Any fact of the vocabulary that you know better, each with its source:
# facts:
#   end_user.security_role: {{value: no, source: end-user statement, on: 2026-01-31}}
"""


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

    text = START.format(
        file=file.name, kinds=of("licence.kind"), users=of("end_user.kind"), forms=of("item.form"),
        goods=of("item.kind"), uses=of("end_use.category"), papers=of("docs.euc"),
        consents=of("docs.origin_consent"),
    )  # fmt: skip
    write_text(file, text)
    return language.text(
        "wrote {file}; fill it in, then: licensecheck check {file}", file=str(file)
    )
