"""Lists of names of the real sizes, made: how long they load, and what is found and missed.

    python -m benchmarks.party_lists [FOLDER] [--rows N]

Makes an EU list (6,234 entries, some 25,000 names), a UN list (1,000) and an OpenSanctions file
(70,000 rows by default, the size of its sanctions collection; the whole of its targets has about
a million), then screens 1,000 names: 500 spellings of listed names that differ by one thing each,
and ordinary firms. All names are made; a seed makes them the same each time.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from licensecheck.facts.lists.index import ListIndex
from licensecheck.facts.lists.readers import open_list

_FIRST_WORDS = """
    Mohammed Ahmed Abdullah Ibrahim Hassan Hussein Ali Omar Khalid Yusuf Mahmoud Mustafa Said
    Tariq Vladimir Sergey Aleksandr Dmitry Yevgeny Mikhail Andrey Aleksey Nikolay Viktor Oleg Igor
    Yuriy Konstantin Reza Hossein Mehdi Javad Farhad Behrouz Kim Ri Pak Jong Chol Un Myong Zaw
    Aung Min Thein Kyaw Carlos Diosdado Nestor Delcy Jean Pierre Emmanuel Joseph Augustin Anatoly
    Pavel Roman Ramzan Aslan Magomed Rustam Natalia Elena Olga Irina Maria Svetlana Fatima Aisha
    Zainab
"""
FIRST = _FIRST_WORDS.split()
_STEMS_WORDS = """
    Kor Bel Zar Mir Gol Ras Tan Vor Nik Sok Pet Kus Mor Lev Dub Gor Ter Kal Bar Sid Rah Naz Haj
    Kas Jaf Mos Tab Sha Ham Nur Dar Fir Qas Wal Zub Chor Kov Bog Stan Yar Mak Ner Ost Pal Rog Sav
    Tit Uld Ves Xan Zhd Abr Ben Cor Dal Esk Fad Gaz Hal Isk Jan
"""
STEMS = _STEMS_WORDS.split()
_MIDDLES_WORDS = """
    a e i o u an en in on ar er ir or al el il ol az ez ash esh ov av
"""
MIDDLES = _MIDDLES_WORDS.split()
_ENDS_WORDS = """
    ov ev in sky enko yan adze shvili i ani zadeh pour nejad oglu bek ullah uddin ari awi ovich
    sson berg mann stein
"""
ENDS = _ENDS_WORDS.split()
_TRADES_WORDS = """
    Trading Shipping Industries Electronics Aviation Petroleum Engineering Logistics Machinery
    Chemical Steel Bank Investment Construction Aerospace Telecom Marine Development Technology
    Research Import Export General Holding Group Energy Systems Services Transport
"""
TRADES = _TRADES_WORDS.split()
LEGAL = ["LLC", "Ltd", "JSC", "OOO", "Co", "PJSC", "FZE", "GmbH", "Inc", "Corporation", "Company"]
_SURNAMES_WORDS = """
    Jansen Bakker Visser Smit Meijer Mulder Bos Vos Peters Hendriks Dekker Brouwer Dijkstra Koster
    Willems Vermeer Schmidt Fischer Weber Wagner Becker Hoffmann Koch Richter Klein Wolf Neumann
    Braun Hartmann Lange Krause Smith Jones Taylor Brown Wilson Evans Walker Wright Robinson
    Thompson Hughes Edwards Green Hall Wood Harris Clarke Turner Hill Moore Ward Dupont Martin
    Bernard Petit Durand Leroy Moreau Laurent Rossi Ferrari Bianchi Romano Colombo Ricci Marino
    Greco Nowak Kowalski Novak Svoboda Horvat Hansen Johansen Olsen Larsen Andersson Nilsson
    Virtanen Garcia Fernandez
"""
SURNAMES = _SURNAMES_WORDS.split()
_CRAFTS_WORDS = """
    Techniek Logistics Metaal Elektronica Engineering Bouw Marine Precision Optics Tools
    Hydraulics Aviation Machinery Plastics Coatings Instruments Automotive Consulting Systems
    Trading Transport Electronics Composites Castings Software Shipping
"""
CRAFTS = _CRAFTS_WORDS.split()
_COLUMNS = """
    id schema name aliases birth_date countries addresses identifiers sanctions phones emails
    program_ids dataset first_seen last_seen last_change
"""
FORMS = ("BV", "GmbH", "Ltd", "SA", "NV", "AB", "Srl", "Inc")
CYRILLIC = dict(zip("abvgdezijklmnoprstufhy", "абвгдезийклмнопрстуфхы", strict=True))


class Maker:
    """Makes names by chance, the same for one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)

    def word(self) -> str:
        pick = self.chance.choice
        middle = "".join(pick(MIDDLES) + pick("bdfgklmnrstvz") for _ in range(pick((0, 1, 1, 2))))
        return pick(STEMS) + middle + pick(ENDS)

    def person(self) -> str:
        pick = self.chance.choice
        return " ".join([pick(FIRST), *([pick(FIRST)] if pick((0, 1)) else []), self.word()])

    def firm(self) -> str:
        pick = self.chance.choice
        words = [self.word(), *([self.word()] if pick((0, 0, 1)) else [])]
        return " ".join([*words, pick(TRADES), *([pick(TRADES)] if pick((0, 1)) else []),
                         pick(LEGAL)])  # fmt: skip

    def listed(self) -> str:
        return self.person() if self.chance.random() < 0.6 else self.firm()

    def ordinary(self) -> str:
        pick = self.chance.choice
        begin = pick((pick(SURNAMES), f"{pick(SURNAMES)} & {pick(SURNAMES)}", self.word()))
        return f"{begin} {pick(CRAFTS)} {pick(FORMS)}"

    def alias(self, name: str) -> str:
        return self.chance.choice(tuple(self.variants().values()))(name)

    def variants(self) -> dict[str, Callable[[str], str]]:
        """Ways in which one name is written otherwise."""
        return {
            "vowels": self._vowels,
            "a letter left out": lambda name: self._at(name, lambda w, i: w[:i] + w[i + 1 :]),
            "two letters changed about": lambda name: self._at(
                name, lambda w, i: w[:i] + w[i : i + 2][::-1] + w[i + 2 :]
            ),
            "a letter doubled": lambda name: self._at(name, lambda w, i: w[:i] + w[i] + w[i:]),
            "another letter": lambda name: self._at(
                name, lambda w, i: w[:i] + self.chance.choice("aeionrst") + w[i + 1 :]
            ),
            "order of words": lambda name: " ".join(reversed(name.split())),
            "words together": lambda name: name.replace(" ", "", 1),
            "comma and capitals": lambda name: (
                f"{name.split()[-1].upper()}, " + " ".join(name.split()[:-1])
            ),
            "Cyrillic": lambda name: "".join(
                CYRILLIC.get(c, c) if c.islower() else CYRILLIC.get(c.lower(), c).upper()
                for c in name
            ),
            "marks": lambda name: name.replace("a", "á").replace("o", "ö").replace("i", "í"),
            "sounds": lambda name: name.replace("ov", "ow").replace("k", "c").replace("ei", "ey"),
        }

    def _vowels(self, name: str) -> str:
        swap = {"a": "e", "e": "i", "o": "u", "u": "o", "i": "y"}
        at = [i for i, c in enumerate(name) if c in swap and i and name[i - 1] != " "]
        for i in self.chance.sample(at, min(2, len(at))):
            name = name[:i] + swap[name[i]] + name[i + 1 :]
        return name

    def _at(self, name: str, change: Callable[[str, int], str]) -> str:
        words = name.split()
        which = max(range(len(words)), key=lambda i: len(words[i]))
        word = words[which]
        words[which] = change(word, self.chance.randrange(1, max(2, len(word) - 1)))
        return " ".join(words)


def eu_list(path: Path, maker: Maker, entries: int) -> list[str]:
    """An EU list as XML, of about four names an entry."""
    names = []
    with path.open("w", encoding="utf-8") as file:
        file.write(
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<export xmlns='
            '"http://eu.europa.ec/fpi/fsd/export" generationDate="2026-11-20T16:00:00">\n'
        )
        for number in range(entries):
            name = maker.listed()
            names.append(name)
            file.write(
                f'<sanctionEntity euReferenceNumber="EU.{number}.1" logicalId="{number}">'
                '<subjectType code="person" classificationCode="P"/>'
            )
            for other in (name, *(maker.alias(name) for _ in range(3))):
                file.write(f'<nameAlias wholeName={quoteattr(other)} strong="true"/>')
            file.write('<citizenship countryIso2Code="RU"/></sanctionEntity>\n')
        file.write("</export>\n")
    return names


def un_list(path: Path, maker: Maker, entries: int) -> list[str]:
    """A UN list as XML."""
    names = []
    with path.open("w", encoding="utf-8") as file:
        file.write('<?xml version="1.0"?>\n<CONSOLIDATED_LIST dateGenerated="2026-11-21T00:00">\n')
        for number in range(entries):
            name = maker.person()
            names.append(name)
            file.write(
                f"<INDIVIDUAL><FIRST_NAME>{name}</FIRST_NAME><REFERENCE_NUMBER>QDi.{number}"
                f"</REFERENCE_NUMBER><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>"
                f"{maker.alias(name)}</ALIAS_NAME></INDIVIDUAL_ALIAS></INDIVIDUAL>\n"
            )
        file.write("</CONSOLIDATED_LIST>\n")
    return names


def opensanctions(path: Path, maker: Maker, rows: int) -> list[str]:
    """An OpenSanctions file, of about 2.5 names a row."""
    names = []
    columns = _COLUMNS.split()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerow(columns)
        for number in range(rows):
            name = maker.listed()
            names.append(name)
            aliases = ";".join(maker.alias(name) for _ in range(maker.chance.choice((0, 1, 2, 3))))
            writer.writerow(
                [
                    f"NK-{number}",
                    "LegalEntity",
                    name,
                    aliases,
                    "",
                    "ru",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "made",
                    "2024-01-01T00:00:00",
                    "2026-11-22T00:00:00",
                    "",
                ]
            )
    return names


def spellings(maker: Maker, names: list[str], number: int) -> Iterator[tuple[str, str, str]]:
    """Names with what was done to each, and how it is written then."""
    ways = list(maker.variants().items())
    for at, name in enumerate(maker.chance.sample(names, number)):
        way, change = ways[at % len(ways)]
        yield way, name, change(name)


def measure(path: Path, names: list[str]) -> None:
    """Load a list, and tell what it finds and misses."""
    begun = time.process_time()
    index = ListIndex(open_list(path))
    loaded = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    maker = Maker(99)
    asked = list(spellings(maker, names, 500))
    firms = [maker.ordinary() for _ in range(1_000)]
    begun = time.process_time()
    missed = [(way, name, said) for way, name, said in asked if not index.hits(said)]
    hits = sum(bool(index.hits(firm)) for firm in firms[:500])
    seconds = time.process_time() - begun
    hits += sum(bool(index.hits(firm)) for firm in firms[500:])
    print(f"{path.name}: {index.size:,} entries, {path.stat().st_size / 1e6:.1f} MB")
    print(f"  loaded in {loaded:.1f} s of one core; the process has {memory:,.0f} MB")
    print(f"  1,000 names in {seconds:.1f} s of one core; {500 - len(missed)} of 500 spellings "
          f"found; {hits} of 1,000 ordinary firms have a hit")  # fmt: skip
    print("  missed:", dict(Counter(way for way, _, _ in missed)))
    for way, name, said in missed[:5]:
        print(f"    {way}: {name} | {said}")


def main() -> None:
    """Make the lists and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=70_000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = arguments.folder or Path(made)
        un, eu = folder / "un.xml", folder / "eu.xml"
        targets = folder / "targets.simple.csv"
        measure(un, un_list(un, Maker(1), 1_000))
        measure(eu, eu_list(eu, Maker(2), 6_234))
        measure(targets, opensanctions(targets, Maker(3), arguments.rows))


if __name__ == "__main__":
    main()
