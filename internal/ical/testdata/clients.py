"""Reads the feeds named on standard input with python3-icalendar and recurring_ical_events.

In:  [{"name", "path", "from", "to"}], times with offsets.
Out: {"name": [start in UTC, …]}, sorted.
"""

import datetime
import json
import sys

import icalendar
import recurring_ical_events

UTC = datetime.timezone.utc


def starts(task):
    with open(task["path"], "rb") as f:
        calendar = icalendar.Calendar.from_ical(f.read())
    begin = datetime.datetime.fromisoformat(task["from"]).astimezone(UTC)
    end = datetime.datetime.fromisoformat(task["to"]).astimezone(UTC)
    day = datetime.timedelta(days=1)
    # The library takes what overlaps the window; what starts in it is asked for here.
    events = recurring_ical_events.of(calendar).between(begin - day, end + day)
    found = [e["DTSTART"].dt.astimezone(UTC) for e in events]
    return sorted(t.strftime("%Y-%m-%dT%H:%M:%SZ") for t in found if begin <= t < end)


json.dump({task["name"]: starts(task) for task in json.load(sys.stdin)}, sys.stdout)
