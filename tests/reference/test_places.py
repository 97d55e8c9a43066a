"""Places: every spelling of a name gives the same countries, and nothing is guessed."""

from __future__ import annotations

import csv
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licensecheck.errors import UnknownPlace
from licensecheck.language import Language
from licensecheck.law import law_dir
from licensecheck.reference import Reference, places
from licensecheck.reference.place_grammar import name_key
from licensecheck.reference.places import Place, all_countries, country_name, read_place
from licensecheck.wording.sources import name_of_country

DAY = date(2024, 3, 8)
# Few enough to be written by hand; the real tables are tested where they live.
GROUPS = {
    "EU": frozenset({"DE", "FR", "NL"}),
    "NATO": frozenset({"DE", "FR", "GB", "NL", "US"}),
    "NATO_EQUIVALENT": frozenset({"AU", "CH", "JP", "NZ"}),
}


def members(group: str, on: date) -> frozenset[str]:
    return GROUPS[group] - ({"GB"} if on.year < 1950 else frozenset())


def read(name: str, on: date = DAY) -> Place:
    return read_place(name, on=on, members=members)


def codes(name: str, on: date = DAY) -> str:
    return " ".join(sorted(read(name, on).countries))


def codes_or_none(name: str) -> str:
    try:
        return codes(name)
    except UnknownPlace:
        return ""


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SA", "SA"), ("sau", "SA"), ("NO", "NO"), ("VS", "US"), ("VK", "GB"), ("VAE", "AE"),
        ("Griekenland", "GR"), ("Groenland", "GL"), ("Niger", "NE"), ("Nigeria", "NG"),
        ("Guinea", "GN"), ("Guinee-Bissau", "GW"), ("Equatoriaal-Guinea", "GQ"),
        ("Papoea-Nieuw-Guinea", "PG"), ("Dominica", "DM"), ("Dominicaanse Republiek", "DO"),
        ("CONGO D.R.", "CD"), ("Congo (Republiek)", "CG"), ("RDC", "CD"), ("Turkey", "TR"),
        ("Türkiye", "TR"), ("Korea, Republic of", "KR"), ("Noord-Korea", "KP"), ("XK", "XK"),
        ("Trinidad en Tobago", "TT"), ("TRINIDAD & TOBAGO", "TT"), ("Bosnië-H", "BA"),
        ("Bosnien und Herzegowina", "BA"), ("Saint Helena, Ascension and Tristan da Cunha", "SH"),
        ("Sint Maarten", "SX"), ("Zuid-Georgië, Zuid-Sandwicheilanden", "GS"), ("Dubai, VAE", "AE"),
        ("the Netherlands", "NL"), ("Côte d’Ivoire", "CI"), ("COTE D'IVOIRE", "CI"),
        ("AN", "BQ CW SX"),
        ("Hong Kong", "HK"), ("Myanmar/Burma", "MM"), ("V.S.", "US"), ("U. S. A.", "US"),
    ],
)  # fmt: skip
def test_names_of_one_place(name: str, expected: str) -> None:
    """A name, code or abbreviation is read as its own country and no other."""
    assert codes(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("VS, ITALIË, TURKIJE", "IT TR US"), ("Duitsland en VK", "DE GB"), ("DE/FR/VK", "DE FR GB"),
        ("Duitsland, VK, VS en Frankrijk", "DE FR GB US"), ("D/NL", "DE NL"),
        ("POL, FIN, IT", "FI IT PL"), ("NAVO+SINGAPORE", "DE FR GB NL SG US"),
        ("EU, NAVO, ZUID-AFRIKA", "DE FR GB NL US ZA"), ("NAVO", "DE FR GB NL US"),
        ("NAVO+", "AU CH DE FR GB JP NL NZ US"), ("EU, NAVO+", "AU CH DE FR GB JP NL NZ US"),
        ("NAVO+ en Zweden", "AU CH DE FR GB JP NL NZ SE US"), ("VS-bases", "US"),
        ("France et Italie", "FR IT"), ("Frankreich und Italien", "FR IT"), ("BES eilanden", "BQ"),
        ("China, Taiwan", "CN TW"), ("Taiwan, China", "CN TW"), ("SOMALIË (VN)", "SO"),
        ("Trinidad en Tobago en VS", "TT US"), ("A, VS".replace("A", "Albanië"), "AL US"),
    ],
)  # fmt: skip
def test_lists_and_blocs(name: str, expected: str) -> None:
    """A list is all of its parts, and a bloc its members on the day."""
    assert codes(name) == expected


@pytest.mark.parametrize(
    "name",
    ["diverse landen", "DIVERSE", "wereld", "World", "Wereld muv gevoelige landen",
    "13 div. landen",
     "Alle landen muv landen van zorg", "Landen van tussenhandel", "Demo wereldwijd",
     "Wereld muv gevoelige landen en China", "WERELD MUV GL"],
)  # fmt: skip
def test_unnamed_countries_are_all_countries(name: str) -> None:
    """Where no country is named, every one stays possible, whatever is said to be left out."""
    place = read(name)
    assert place.countries == all_countries()
    assert "every country stays possible" in place.basis[0]


def test_europe_outside_the_union() -> None:
    """The wide list of Europe loses the members on the day, and keeps the others."""
    assert {"UA", "RU", "TR", "GB", "CH"} <= read("EUROPA-NIET EU").countries
    assert read("EUROPA-NIET EU").countries.isdisjoint(GROUPS["EU"])
    assert read("Europa").countries - GROUPS["EU"] == read("EUROPA-NIET EU").countries


@pytest.mark.parametrize(
    ("name", "via", "back"),
    [
        ("China via Hongkong", ("HK",), False), ("Irak, via Sharjah", ("AE",), False),
        ("VK en Frankrijk via Israël", ("IL",), False), ("Canada v.v.", (), True),
        ("Canada vv", (), True), ("VS via VK via Israël", ("GB", "IL"), False),
        ("VS via VK en Israël v.v.", ("GB", "IL"), True), ("China (via Hongkong)", ("HK",), False),
        ("Diverse landen via VAE", ("AE",), False), ("Canada V.V.", (), True),
    ],
)  # fmt: skip
def test_the_way_and_the_return(name: str, via: tuple[str, ...], back: bool) -> None:
    """What is passed through is kept apart from where the goods go, and so is their return."""
    place = read(name)
    assert (place.via, place.round_trip) == (via, back)
    assert place.countries.isdisjoint(via) or len(place.countries) == len(all_countries())


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "Congo", "Korea", "Virgin Islands", "onbekend", "NIET VAN TOEPASSING", "n.v.t.",
        "n/a", "n.a.", "e.g.", "s.o.", "i.e.", "i.c.", "?", "-", "VS?", "VS (niet)",
        "wereld muv China",
        "EU muv Hongarije en Polen", "alle landen, muv China", "Griekenlan", "Grieken", "Guin",
        "VS, Utopia", "VS,,VK", "VS,", ", VS", "via VS", "VS via", "VS via EU",
        "VS via diverse landen",
        "NAVO+ Singapore", "NAVO Singapore", "VS VK", "D, K", "N,L", "U,S", "Noord", "Zuid",
        "South",
        "Congo, VS", "Continentaal plat", "VS of VK", "geen VS", "SO ET DJ", "so et dj", "v.v.",
        "VS\u202eKV", "VS\x00", "V\u200bS", "\ud800", "12", ".375 H&H", "6,5X55 MM", "0.4",
        "VS; ;VK",
        "VS" * 101, "a, " * 66, "en en en", "&", "++", "NATO++",
        "\N{FULLWIDTH LATIN CAPITAL LETTER V}?",
    ],
)  # fmt: skip
def test_what_is_not_read(name: str) -> None:
    """Anything that is not exactly known is refused at once, with few or no near names."""
    began = time.perf_counter()
    with pytest.raises(UnknownPlace) as caught:
        read(name)
    assert time.perf_counter() - began < 2
    assert len(caught.value.candidates) <= 5


def test_candidates_are_near_readable_and_not_chosen() -> None:
    """A misspelling names what it may have meant, in names that can be read."""
    for wrong, right in [("Griekenlnd", "Griekenland"), ("Saudi Arbia", "Saudi Arabia")]:
        with pytest.raises(UnknownPlace) as caught:
            read(f"VS, {wrong}")
        assert caught.value.name == wrong
        assert right in caught.value.candidates
        assert all(read(candidate).countries for candidate in caught.value.candidates)


def test_an_ambiguous_name_offers_its_readings() -> None:
    """Congo is two countries, so both are offered and neither is taken."""
    with pytest.raises(UnknownPlace) as caught:
        read("Congo via Libanon")
    assert [codes(name) for name in caught.value.candidates] == ["CD", "CG"]


@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Servië en Montenegro", "2005-01-01", "ME RS"),
        ("Servië en Montenegro", "2010-01-01", "ME RS"),
        ("CS", "1990-01-01", "CZ SK"), ("CS", "2005-01-01", "ME RS"), ("CS", "2024-01-01", "ME RS"),
        ("Joegoslavië", "1990-01-01", "BA HR ME MK RS SI XK"),
        ("Yugoslavia", "1999-01-01", "ME RS XK"),
        ("Nederlandse Antillen", "2005-01-01", "BQ CW SX"), ("Zaire", "1995-01-01", "CD"),
        ("DDR", "1985-01-01", "DE"), ("Czechoslovakia", "1985-01-01", "CZ SK"),
    ],
)  # fmt: skip
def test_states_that_are_no_more(name: str, on: str, expected: str) -> None:
    """A former state is read as its successors; a name of two is told apart by the day."""
    place = read(name, date.fromisoformat(on))
    assert " ".join(sorted(place.countries)) == expected
    assert "successor set" in place.basis[0]


@pytest.mark.parametrize(
    ("name", "country", "territory"),
    [
        ("UA-43", "UA", "UA-43"), ("Crimea", "UA", "UA-43"), ("de Krim", "UA", "UA-43"),
        ("us-hi", "US", "US-HI"), ("CY-TRNC", "CY", "CY-TRNC"), ("Abchazië", "GE", "GE-AB"),
        ("Azoren", "PT", "PT-20"), ("DD", "DE", "DD"), ("East Germany", "DE", "DD"),
        ("Oekraïne, Krim", "UA", "UA-43"), ("GL", "GL", ""), ("Aruba", "AW", ""),
    ],
)  # fmt: skip
def test_territories(name: str, country: str, territory: str) -> None:
    """A territory without an ISO code is its state, and is named beside it."""
    place = read(name)
    assert (place.countries, place.territory) == (frozenset({country}), territory)


def test_every_territory_of_the_shared_table_is_read(shared_facts: str) -> None:
    """Code and name of each territory are read, and agree on its state."""
    with open(f"{shared_facts}/territories.csv", encoding="utf-8", newline="") as file:  # noqa: PTH123
        rows = list(csv.DictReader(file))
    for row in rows:
        by_code, by_name = read(row["code"]), read(row["name"])
        assert by_code.countries == by_name.countries, row
        if row["code"] not in all_countries() | {"AN"}:
            assert by_code.countries == {row["parent_state"]}
            assert by_code.territory == by_name.territory == row["code"]


@pytest.fixture
def shared_facts() -> str:
    folder = law_dir().parent.parent / "shared" / "facts"
    if not folder.is_dir():
        pytest.skip("the shared fact tables are not beside this checkout")
    return str(folder)


def test_our_codes_are_those_of_iso() -> None:
    """The shipped list is ISO 3166-1 and Kosovo, with the same three-letter codes."""
    import pycountry

    iso = {country.alpha_2: country.alpha_3 for country in pycountry.countries}
    with (law_dir() / "reference" / "countries.csv").open(encoding="utf-8", newline="") as file:
        shipped = {row["code"]: row["alpha3"] for row in csv.DictReader(file)}
    assert shipped == iso | {"XK": "XKX"}


def test_tables_of_names_do_not_contradict_each_other() -> None:
    """An alias has one meaning, repeats no other table otherwise, and is no code of a country."""
    ours = places._table_names()
    for key, entries in ours.items():
        assert key
        assert len({entry.kind for entry in entries}) == 1, key
        if same := places._codes().get(key.upper()):
            assert {entry.codes for entry in same} == {entry.codes for entry in entries}, key
        library = places._library_names().get(key)
        if library and len(entries[0].codes) == 1:
            assert library[0].codes == entries[0].codes, key
    known = all_countries() | places.GROUPS | {"all", "unknown"}
    for entry in (entry for entries in ours.values() for entry in entries):
        assert {code.removeprefix("-").split("@")[0] for code in entry.codes} <= known, entry
    seen: dict[str, tuple[str, str]] = {}
    for row in places._rows("place_aliases"):
        meaning = (row["code"], row["territory"])
        assert seen.setdefault(name_key(row["alias"]), meaning) == meaning, row


def test_names_given_are_names_read() -> None:
    """What the tool prints in four languages, it reads back."""
    for code in all_countries():
        for language in places.LANGUAGES:
            assert read(name_of_country(code, Language(language))).countries == {code}


def test_country_names() -> None:
    """English names are the familiar ones; others are Babel's; what has no name stays a code."""
    assert country_name("SA") == "Saudi Arabia"
    assert country_name("CD") == "DR Congo"
    assert country_name("TR") == "Türkiye"
    assert name_of_country("DE", Language("nl")) == "Duitsland"
    assert country_name("UA-43") == "Crimea"
    assert name_of_country("DE", Language("xx-nonsense")) == "Germany"
    assert country_name("QQ") == "QQ"


def test_a_code_needs_no_library() -> None:
    """Neither importing nor reading codes and aliases loads pycountry or Babel."""
    program = (
        "import sys, datetime; from licensecheck.reference.places import read_place, country_name;"
        "known = dict(on=datetime.date(2024, 1, 1), members=lambda g, d: frozenset({'DE'}));"
        "[read_place(name, **known) for name in ('SA', 'VS', 'NAVO+', 'saudi arabia', 'diverse')];"
        "country_name('SA'); sys.exit('pycountry' in sys.modules or 'babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


# --- laws ----------------------------------------------------------------------------------------

NAMES = sorted(
    {row["alias"] for row in places._rows("place_aliases") if " " not in row["code"]}
    | {row["name"] for row in places._rows("countries")}
)
PADS = st.sampled_from(["", " ", "\t", "\N{NO-BREAK SPACE}", "  \n"])


@given(name=st.sampled_from(NAMES), left=PADS, right=PADS, case=st.sampled_from("ulst"))
def test_every_spelling_of_a_name_is_the_same_place(
    name: str, left: str, right: str, case: str
) -> None:
    """Case and padding change nothing."""
    cased = {"u": name.upper(), "l": name.lower(), "s": name.swapcase(), "t": name}[case]
    plain, spelt = read(name), read(left + cased + right)
    assert (plain.countries, plain.territory) == (spelt.countries, spelt.territory)


@given(parts=st.lists(st.sampled_from(["VS", "Italië", "NAVO", "EU", "Trinidad en Tobago", "FR",
                                       "Bosnië en Herzegovina", "Korea, Republic of", "SA"]),
                      min_size=1, max_size=6),
       between=st.sampled_from([", ", ",", " / ", "/", " en ", " and ", " und ", "; ",
       " & "]))  # fmt: skip
def test_a_list_is_the_union_of_its_parts(parts: list[str], between: str) -> None:
    """Reading a list gives what reading each of its parts gives, in any order."""
    together = frozenset().union(*(read(part).countries for part in parts))
    assert read(between.join(parts)).countries == together
    assert read(between.join(reversed(parts))).countries == together


@given(st.text(max_size=260) | st.lists(st.sampled_from(
    ["VS", "en", ",", "+", "via", "v.v.", "NAVO", "(", ")", " ", "/", "muv", "congo", "&", "et",
    "."]
), max_size=30).map(" ".join))  # fmt: skip
def test_no_text_breaks_the_reader(text: str) -> None:
    """Any text is either read or refused, and refusals stay short."""
    try:
        place = read(text)
    except UnknownPlace as error:
        near, said = error.candidates, str(error)
    else:
        near, said = (), " ".join(place.basis)
        assert place.countries
        assert place.countries <= all_countries()
    assert len(near) <= 5
    assert said.encode("utf-8")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("VERENIGD KONINKRIJ", {"GB"}),
        ("North Macedonia, Republic of", {"MK"}),
        ("Kaiman-Inseln", {"KY"}),
        ("Hezbollah (Lebanon)", {"LB"}),
    ],
)
def test_names_as_published_tables_write_them(name: str, expected: set[str]) -> None:
    """Cut, inverted, in another language, or of a group in the country that a register names."""
    reference = Reference.load()
    found = read_place(name, on=date(2020, 1, 1), members=reference.members)
    assert set(found.countries) == expected


def test_an_organisation_of_states_is_its_members() -> None:
    """NATO is those of the day; of the United Nations every country stays possible."""
    reference = Reference.load()
    day = date(2020, 1, 1)
    nato = read_place("North Atlantic Treaty Organization", on=day, members=reference.members)
    assert nato.countries == reference.members("NATO", day)
    everywhere = read_place("United Nations", on=day, members=reference.members)
    assert len(everywhere.countries) > 190


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("China, Hong Kong SAR", "HK"), ("Hong Kong, China", "HK"),
        ("Hong Kong, China (SAR)", "HK"), ("Denmark and Greenland", "DK GL"),
        ("Hong Kong SAR, China", "HK"), ("China, Macao SAR", "MO"), ("Macao, China", "MO"),
        ("China, Hong Kong Special Administrative Region", "HK"), ("Macau (China)", "MO"),
        ("New Caledonia (France)", "NC"), ("France (New Caledonia)", "NC"),
        ("Aruba, Nederland", "AW"), ("Greenland (France)", ""),
        ("Frankrijk - Réunion", "RE"), ("Puerto Rico (US)", "PR"), ("UK (Bermuda)", "BM"),
        ("Dinamarca (Groenlandia)", "GL"), ("Reino Unido (Jersey)", "JE"), ("Guam, USA", "GU"),
        ("Australia/Norfolk Island", "AU NF"),
        ("VS, Hong Kong, China", "CN HK US"), ("Australia, Norfolk Island, VS", "AU NF US"),
    ],
)  # fmt: skip
def test_territories_written_with_their_state(name: str, expected: str) -> None:
    """A territory beside its own state is the territory; in a longer list each is itself."""
    assert codes_or_none(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Russian Fed.", "RU"), ("Rusland, Russian Fed", "RU"), ("Fed. of Malaysia", "MY"),
        ("Rep. of Korea", "KR"), ("Korea, Dem. People's Rep.", "KP"), ("Korea, Rep.", "KR"),
        ("Congo, Rep.", "CG"), ("Congo, Dem. Rep.", "CD"), ("Dem. Rep. of the Congo", "CD"),
        ("China, People's Republic of", "CN"), ("China, Republic of", "TW"), ("Czech Rep.", "CZ"),
        ("Dominican Rep.", "DO"), ("Egypt, Arab Rep.", "EG"), ("Iran, Islamic Rep.", "IR"),
        ("Yemen, Rep.", "YE"), ("Micronesia, Fed. Sts.", "FM"), ("Venezuela, RB", "VE"),
        ("Gambia, The", "GM"), ("Bahamas (the)", "BS"), ("Sudan (the)", "SD"), ("Lao PDR", "LA"),
        ("Hungary, Republic of", "HU"), ("Kenya (Republic of)", "KE"),
        ("Republic of Montenegro", "ME"), ("Netherlands (Kingdom of the)", "NL"),
        ("Pays-Bas (Royaume des)", "NL"), ("Irán (República Islámica del)", "IR"),
        ("United Arab Emirates (UAE)", "AE"), ("Timor-Leste (East Timor)", "TL"),
        ("Continental Shelf: United Kingdom Sector", "GB"), ("Niue **", "NU"),
        ("Sudan (2012-)", "SD"), ("Iraq¹", "IQ"), ("Kuwait 1)", "KW"), ("Oman (2)", "OM"),
        ("Congo²", ""), ("Tschechische Rep.", "CZ"), ("Bosnien und Herzeg.", "BA"),
        ("China, Volksrepublik", "CN"), ("Franz. Polynesien", "PF"), ("Korea (Süd)", "KR"),
        ("Kongo, Demokratische Republik (ex-Zaire)", "CD"), ("Corée (Nord)", "KP"),
        ('["DEU"]', "DE"), ("['DEU', 'FRA']", "DE FR"), ("[u'Australia']", "AU"), ("[]", ""),
        ("Congo (the)", ""), ("Korea, Kingdom of", ""), ("Georgia, State of", ""),
        ("Mexico, State of", ""), ("Islamic State of Iraq", ""), ("Dominica Republic", ""),
        ("Israel; United States", "IL US"), ("Egypt, United Kingdom", "EG GB"), ("CAD", ""),
        ("Denmark; United States; United Kingdom; Netherlands", "DK GB NL US"), ("Čad", "TD"),
        ("China, Dominican Republic", "CN DO"), ("Chad, Czech Republic", "CZ TD"),
    ],
)  # fmt: skip
def test_forms_of_official_lists(name: str, expected: str) -> None:
    """Articles, kinds of state, abbreviations and footnotes are read, and tell states apart."""
    assert codes_or_none(name) == expected


@pytest.mark.parametrize(
    ("name", "on", "member", "other"),
    [
        ("EU-27", "2010-01-01", "GB", "HR"), ("EU-27", "2021-01-01", "HR", "GB"),
        ("EU27", "2015-01-01", "GB", "HR"), ("EU28", "2021-01-01", "GB", "NO"),
        ("EU-15", "2010-01-01", "SE", "PL"), ("EU (25)", "2010-01-01", "PL", "RO"),
        ("NATO**", "2020-01-01", "US", "SE"), ("NSPA", "2020-01-01", "US", "SE"),
        ("OCCAR", "2020-01-01", "DE", "US"),
    ],
)  # fmt: skip
def test_organisations_and_counted_unions(name: str, on: str, member: str, other: str) -> None:
    """A union named by its number is that one; an agency is the states that hold it."""
    day = date.fromisoformat(on)
    found = read_place(name, on=day, members=Reference.load().members).countries
    assert member in found
    assert other not in found


@pytest.mark.parametrize("name", ["KFOR", "Multiple", "Other countries", "Others", "otros países"])
def test_no_country_named(name: str) -> None:
    """Where no country is named, every country stays possible."""
    assert read(name).countries == all_countries()


@pytest.mark.parametrize("language", places.FURTHER_LANGUAGES)
def test_further_languages(language: str) -> None:
    """Every name of every further language is read as its country, or refused as one of two."""
    from babel import Locale

    for code, name in Locale.parse(language).territories.items():
        if code not in all_countries():
            continue
        if name_key(name) in ("congo", "kongo"):
            with pytest.raises(UnknownPlace) as caught:
                read(name)
            assert {codes(one) for one in caught.value.candidates} == {"CD", "CG"}
        else:
            assert read(name).countries == {code}, name


def test_a_name_of_two_places_is_refused_with_both() -> None:
    """No name has one meaning in one language or table and another elsewhere, unless refused."""
    meant: dict[str, set[tuple[str, ...]]] = {}
    for table in (places._table_names(), places._library_names(), places._further_names()):
        for key, entries in table.items():
            if entries[0].kind != "bloc":
                meant.setdefault(key, set()).update(entry.codes for entry in entries)
    several = {key: {code for one in codes for code in one} for key, codes in meant.items()
               if len(codes) > 1 or any(len(one) > 1 for one in codes)}  # fmt: skip
    assert several["kongo"] == {"CD", "CG"}
    for key, found in several.items():
        if places._known(key, True)[0].kind == "historic":
            continue
        with pytest.raises(UnknownPlace) as caught:
            read(key)
        assert {codes(one) for one in caught.value.candidates} == found, key


def test_names_of_the_spanish_ministry(shared: Path) -> None:
    """All 184 names of the ministry's table are read; what is a total is none."""
    path = shared / "data" / "es-exports-2005-2021" / "exportaciones_espana_paises_2005_2021.csv"
    with path.open(encoding="utf-8", newline="") as file:
        names = {row["pais"].strip() for row in csv.DictReader(file)}
    unread = {name for name in names if not codes_or_none(name)}
    assert {name.casefold() for name in unread} <= {"total"}
    assert len(names - unread) >= 184


def test_further_languages_cost_nothing_until_they_are_needed() -> None:
    """A cell that can be read without them loads no further language."""
    program = (
        "import sys, datetime; from licensecheck.reference import places;"
        "known = dict(on=datetime.date(2024, 1, 1), members=lambda g, d: frozenset({'DE'}));"
        "[places.read_place(name, **known) for name in ('VS, Italië', 'Hong Kong, China',"
        " 'Egypt, Arab Rep.', 'Bosnien und Herzegowina, Rep. of Korea')];"
        "sys.exit(places._further_names.cache_info().currsize)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
