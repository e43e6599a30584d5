"""Reads the VTIMEZONEs of the files named on standard input with python3-icalendar.

In:  [{"path", "times": [wall clock, …]}]
Out: [[offset from UTC in seconds at each wall clock, …]]
"""

import datetime
import json
import sys

import icalendar


def offsets(task):
    with open(task["path"], "rb") as f:
        calendar = icalendar.Calendar.from_ical(f.read())
    zone = next(c for c in calendar.subcomponents if c.name == "VTIMEZONE").to_tz()
    walls = (datetime.datetime.fromisoformat(t) for t in task["times"])
    return [int(zone.localize(w).utcoffset().total_seconds()) for w in walls]


json.dump([offsets(task) for task in json.load(sys.stdin)], sys.stdout)
