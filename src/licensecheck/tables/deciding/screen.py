"""Screening a frame of any engine: of another than Polars distinct transfers come, answers go.

Such an engine projects rows to what a decision depends on, as `Projection` does for Polars, and
takes the distinct ones. Those alone come to the driver, are screened as a Polars table of their
own, and go back as answers that the engine joins to the rows. The result is as lazy as the frame
was.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from operator import add
from typing import Any, Final, overload

import narwhals as nw
import polars as pl

from licensecheck.documents.values import FIRST_DAY, LAST_DAY
from licensecheck.facts.deal import BANDS
from licensecheck.tables.deciding.projection import (
    BESIDE_NAME,
    LARGEST_CENTS,
    LONGEST_DESCRIPTION,
    LONGEST_NAME,
    LONGEST_REFERENCE,
    NAMES,
    SOME_NAME,
    STEP_COLUMNS,
    TOUCHED,
)
from licensecheck.tables.deciding.screen_table import Screened, TableScreener
from licensecheck.tables.foreign import EngineFrame, filled, in_our_words, with_days
from licensecheck.tables.reading.frame import RAW
from licensecheck.tables.reading.raw import completed
from licensecheck.tables.reading.record import NO_AMOUNT_IN, PARTY_FIELDS

__all__ = ["ScreenedForeign", "screen_foreign", "screen_table"]

_TEXTS: Final = (
    *TOUCHED, "kind", "rating", "form", "measure", "currency", "origin", "description", "reference",
)  # fmt: skip
_NEEDED: Final = ("number", *_TEXTS, "day", "year", "cents", "until")
_KEY: Final = tuple(
    f"_lc_{name}"
    for name in (
        "at", "sound", "kind", "rating", "form", "refused", "money", "band", "burden",
        "odd_value", "odd_day", "odd_until", "rate_day", "odd_origin", "odd_description",
        "odd_reference", "named", *(f"odd_{name}" for name in PARTY_FIELDS),
    )
)  # fmt: skip
# All but what may be refused as out of the way; engines agree on these classes.
_ODD: Final = r"[^\p{L}\p{M}\p{N}\p{P}\p{S} ]"
_WRITTEN: Final = r"[\p{L}\p{M}\p{N}\p{P}\p{S}]"
_NO_DAY: Final = "as_of: neither a day nor a year from 1 to 9999 is given"
_CHANGED: Final = "the table changed while it was read"


@dataclass(frozen=True, slots=True)
class ScreenedForeign:
    """A frame of another engine that was screened; both frames are of its kind, and as lazy.

    Attributes:
        frame: Its rows that were decided, with the columns of `TableScreener.columns` as texts.
        rejects: Its other rows, as `number` and `reasons` (with `; ` between them).
    """

    frame: Any
    rejects: Any


def screen_foreign(native: Any, screener: TableScreener) -> ScreenedForeign:
    """Screen a frame of another engine; see `screen_table`."""
    foreign = EngineFrame(native)
    foreign.require(_NEEDED, absent=screener.columns)
    keyed, places = _keyed(foreign, screener)
    distinct = foreign.fetch(
        keyed.filter(~nw.col("_lc_as_of").is_null())
        .group_by(*_KEY)
        .agg(nw.col("_lc_cents").min(), nw.col("_lc_as_of").min(), nw.col("_lc_own").min())
    )
    rows = _representatives(distinct, places)
    sound = distinct["_lc_sound"] == 1
    burden = distinct.select(pl.when(sound).then("_lc_burden")).to_series()
    screened = screener.screen_distinct(rows, burden, _deals(distinct.filter(sound), places))
    decided = screened.frame.select(
        pl.col("number"), *(pl.col(name).cast(pl.String) for name in screener.columns)
    )
    refused = pl.DataFrame(
        [(reject.number, "; ".join(reject.reasons)) for reject in screened.rejects],
        schema={"number": pl.Int64, "_lc_reasons": pl.String}, orient="row",
    )  # fmt: skip
    answers = pl.concat([decided, refused], how="diagonal")
    # Transfers are many, and what is decided of them little: the rows get a number, then words.
    words = answers.drop("number").unique().with_row_index("_lc_answer")
    words = words.with_columns(pl.col("_lc_answer").cast(pl.Int64))
    numbers = answers.join(
        words, on=[*screener.columns, "_lc_reasons"], nulls_equal=True, how="left"
    ).select("number", "_lc_answer")
    keys = distinct.select(*_KEY).with_row_index("number", offset=1)
    keys = keys.with_columns(pl.col("number").cast(pl.Int64)).join(numbers, on="number")
    joined = keyed.join(foreign.send(keys.drop("number")), on=list(_KEY), how="left")
    joined = joined.join(foreign.send(words), on="_lc_answer", how="left")
    none = nw.col("outcome").is_null()
    told = nw.col("_lc_reasons").fill_null(_CHANGED)
    reasons = nw.when(nw.col("_lc_as_of").is_null()).then(nw.lit(_NO_DAY)).otherwise(told)
    return ScreenedForeign(
        joined.filter(~none).select(*foreign.names, *screener.columns).to_native(),
        joined.filter(none).select("number", reasons.alias("reasons")).to_native(),
    )


def _keyed(foreign: EngineFrame, screener: TableScreener) -> tuple[nw.LazyFrame[Any], pl.DataFrame]:
    """The rows with the columns that their decision depends on, none of them null.

    Places and day of a row are one number, `_lc_at`: of the first that are alike to them, or their
    own, `_lc_own`, where the row has to be decided by itself. The second frame says what it means.
    """
    projection = screener.projection
    frame = with_days(foreign, foreign.frame, projection.cuts)
    frame = frame.with_columns(
        *(filled(name) for name in _TEXTS),
        *(
            filled(name) if name in foreign.names else nw.lit("").alias(f"_lc_{name}")
            for name in PARTY_FIELDS
        ),
        nw.col("cents").cast(nw.Int64).alias("_lc_cents"),
    )
    touched = [f"_lc_{name}" for name in (*TOUCHED, "fine")]
    asked = foreign.fetch(frame.select(*touched).unique()).drop_nulls()
    asked = asked.rename({**{f"_lc_{name}": name for name in TOUCHED}, "_lc_fine": "_fine"})
    places = screener.places(asked).with_row_index("_own")
    places = places.select(
        *(pl.col(name).alias(f"_lc_{name.lstrip('_')}") for name in places.columns)
    ).with_columns(pl.col("_lc_own", "_lc_alike").cast(pl.Int64))
    sent = foreign.send(places.drop("_lc_places", "_lc_denied"))
    frame = frame.join(sent, on=touched, how="left")
    origin = ["_lc_origin", "_lc_epoch"]
    asked = foreign.fetch(frame.select(*origin).unique()).drop_nulls()
    answers = projection.of_origins(asked.rename({"_lc_origin": "origin", "_lc_epoch": "_epoch"}))
    answers = answers.rename({name: f"_lc_{name.lstrip('_')}" for name in answers.columns})
    frame = frame.join(foreign.send(answers), on=origin, how="left")
    frame = frame.with_columns(
        (
            ~nw.col("_lc_cents").is_null()
            & (nw.col("_lc_cents") >= 0)
            & ~nw.col("_lc_currency").is_in(NO_AMOUNT_IN)
        ).alias("_lc_is"),
        nw.col("_lc_cents").fill_null(0).alias("_lc_amount"),
        (nw.col("_lc_measure") == "refused").cast(nw.Int32).alias("_lc_refused"),
    )
    money, amount, as_of = nw.col("_lc_is"), nw.col("_lc_amount"), nw.col("_lc_as_of")
    until = nw.col("until")
    euros = money & (nw.col("_lc_currency") == "EUR")
    rated = money & ~euros if projection.rates else nw.lit(False) & money
    odd = money & (amount >= LARGEST_CENTS)
    steps = [nw.col(f"_lc_{name.lstrip('_')}") for name in STEP_COLUMNS]
    # A sentinel that no odd day is: where it stands, there is none.
    no_day = nw.lit(FIRST_DAY)
    frame = frame.with_columns(
        nw.when(money).then(nw.col("_lc_currency")).otherwise(nw.lit("")).alias("_lc_money"),
        _reached(euros, amount, [nw.lit(int(limit * 100)) for limit, _ in BANDS])
        .cast(nw.Int32).alias("_lc_band"),
        nw.when(steps[0].is_null()).then(nw.lit(-2)).otherwise(
            _reached(euros, amount, [step.fill_null(0) for step in steps])
        ).cast(nw.Int32).alias("_lc_burden"),
        nw.when(odd | rated).then(amount).otherwise(nw.lit(0)).cast(nw.Int64)
        .alias("_lc_odd_value"),
        nw.when((as_of < FIRST_DAY) | (as_of > LAST_DAY)).then(as_of).otherwise(no_day)
        .alias("_lc_odd_day"),
        nw.when((until < FIRST_DAY) | (until > LAST_DAY)).then(until).otherwise(no_day)
        .alias("_lc_odd_until"),
        nw.when(rated).then(as_of).otherwise(no_day).alias("_lc_rate_day"),
        _odd("description", LONGEST_DESCRIPTION),
        _odd("reference", LONGEST_REFERENCE),
        *(_party(name, names=projection.names) for name in PARTY_FIELDS),
        (nw.col("_lc_end_user") != "").cast(nw.Int32).alias("_lc_named"),
    )  # fmt: skip
    sound = (
        ~nw.col("_lc_alike").is_null() & nw.col("_lc_money").is_in(("", "EUR")) & ~odd
        & (nw.col("_lc_odd_day") == no_day) & (nw.col("_lc_odd_until") == no_day)
    )  # fmt: skip
    for name in ("origin", "description", "reference", *PARTY_FIELDS):
        sound = sound & (nw.col(f"_lc_odd_{name}") == "")
    frame = frame.with_columns(sound.cast(nw.Int32).alias("_lc_sound"))
    at = nw.when(nw.col("_lc_sound") == 1).then(nw.col("_lc_alike")).otherwise(nw.col("_lc_own"))
    return frame.with_columns(at.alias("_lc_at")), places.rename({"_lc_own": "_lc_at"})


def _party(name: str, *, names: bool) -> nw.Expr:
    """What is stated of parties; a name only where it can change an answer."""
    text = nw.col(f"_lc_{name}")
    if names or name not in NAMES:
        return text.alias(f"_lc_odd_{name}")
    if name not in BESIDE_NAME:
        return _odd(name, LONGEST_NAME)
    alone = nw.all_horizontal(
        *(nw.col(f"_lc_{one}") == "" for one in BESIDE_NAME[name]), ignore_nulls=False
    )
    return nw.when(alone).then(text).otherwise(_odd(name, LONGEST_NAME)).alias(f"_lc_odd_{name}")


def _reached(valid: nw.Expr, amount: nw.Expr, steps: list[nw.Expr]) -> nw.Expr:
    """How many steps a value has reached; -1 for no value."""
    count = reduce(add, [nw.when(amount >= step).then(1).otherwise(0) for step in steps])
    return nw.when(valid).then(count).otherwise(nw.lit(-1))


def _odd(name: str, longest: int) -> nw.Expr:
    """The text where it may be refused. More than need be is asked, never less."""
    text = nw.col(f"_lc_{name}")
    odd = (text.str.len_chars() > longest) | text.str.contains(_ODD)
    blank = (text != "") & ~text.str.contains(_WRITTEN)
    return nw.when(odd | blank).then(text).otherwise(nw.lit("")).alias(f"_lc_odd_{name}")


def _representatives(distinct: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """A row for each distinct transfer, as a table that is screened by itself."""
    distinct = distinct.join(places, on="_lc_at", maintain_order="left")
    until, money = pl.col("_lc_odd_until"), pl.col("_lc_money")
    # The day of a row lies in its own epoch, and not in that of places that are alike.
    of_others = pl.max_horizontal("_lc_epoch", pl.lit(FIRST_DAY))
    as_of = pl.when(pl.col("_lc_sound") == 1).then(of_others).otherwise("_lc_as_of")
    named = (pl.col("_lc_named") == 1) & (pl.col("_lc_odd_end_user") == "")
    distinct = distinct.with_columns(
        _lc_odd_end_user=pl.when(named).then(pl.lit(SOME_NAME)).otherwise("_lc_odd_end_user")
    )
    rows = distinct.with_row_index("number", offset=1).select(
        "number",
        *(pl.col(f"_lc_{name}").alias(name) for name in (*TOUCHED, "kind", "rating", "form")),
        *(pl.col(f"_lc_odd_{name}").alias(name)
          for name in ("origin", "description", "reference", *PARTY_FIELDS)),
        day=as_of, year=as_of.dt.year(),
        cents=pl.when(money != "").then("_lc_cents"),
        currency=pl.when(money != "").then(money).otherwise(pl.lit("EUR")),
        measure=pl.when(pl.col("_lc_refused") == 1).then(pl.lit("refused"))
        .otherwise(pl.lit("licensed")),
        until=pl.when(until != FIRST_DAY).then(until),
        permanent=pl.lit("unknown"), replaces=pl.lit(""), renewal=pl.lit("unknown"),
        notes=pl.lit([], pl.List(pl.String)), licences=pl.lit(None, pl.Int32),
    )  # fmt: skip
    return rows.select(pl.col(name).cast(type_) for name, type_ in RAW.items())


def _deals(distinct: pl.DataFrame, places: pl.DataFrame) -> pl.DataFrame:
    """For each band and burden of sound rows a deal that has both, at a destination of its own.

    The least value that reaches as many steps as a row does is one, whatever the row's value is.
    """
    first = distinct.unique(subset=["_lc_band", "_lc_burden"]).drop("_lc_at")
    rows = []
    for one in first.join(places, left_on="_lc_own", right_on="_lc_at").iter_rows(named=True):
        reached = [int(limit * 100) for limit, _ in BANDS][: max(one["_lc_band"], 0)]
        if one["_lc_burden"] > 0:
            steps = sorted(one[f"_lc_{name.lstrip('_')}"] for name in STEP_COLUMNS)
            reached += steps[: one["_lc_burden"]]
        rows.append({
            "_band": one["_lc_band"], "_burden": one["_lc_burden"],
            "destination": one["_lc_destination"], "_epoch": one["_lc_epoch"],
            "_currency": one["_lc_money"],
            "cents": max(reached, default=0) if one["_lc_money"] else None,
        })  # fmt: skip
    schema = {
        "_band": pl.Int8, "_burden": pl.Int8, "destination": pl.String, "_epoch": pl.Date,
        "_currency": pl.String, "cents": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=schema)


_OF_POLARS: Final = ("exporter", "destination", "day", "year", "rating")


@overload
def screen_table(frame: pl.DataFrame, **options: Any) -> Screened: ...
@overload
def screen_table(frame: Any, **options: Any) -> ScreenedForeign: ...
def screen_table(frame: Any, **options: Any) -> Screened | ScreenedForeign:
    """Screen a whole frame; options as of `TableScreener`.

    Args:
        frame: A Polars frame, a DuckDB relation or a PySpark DataFrame (classic session), with
            the columns of `raw_frame`; a Polars frame may lack those that say no more than
            that something is not stated. All but a Polars `DataFrame` stay in their own engine:
            only distinct transfers come to this process, and what is given back is lazy.
        options: As of `TableScreener`.

    Raises:
        UnsupportedFrame: The frame is of another kind.
        InputError: A column is missing, of another type, or has the name of one that is added.
        EngineDisagreement: The engines differ, so there is no answer.
    """
    screener = TableScreener(**options)
    screened: Screened | ScreenedForeign
    if isinstance(frame, pl.DataFrame):
        with in_our_words():
            found = screener.screen(completed(frame, _OF_POLARS))
        added = [name for name in RAW if name not in frame.columns and name != "number"]
        screened = replace(found, frame=found.frame.drop(added))
    else:
        screened = screen_foreign(frame, screener)
    screener.finish()
    return screened
