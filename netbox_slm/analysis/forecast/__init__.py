"""The use case of the forecast: planned outages added to the history of a period, through the same engine (§1, §7).

course = course_of(outages, without)          # what happens to every service while the work lasts
forecasts = forecast(course, now)             # what it does to each promise
find_windows(course, now, days)               # when it would touch less
"""

from .course import Cell, Course, PlannedOutage, course_of
from .figures import Forecast, forecast, lost_to, strict
from .windows import WindowChoice, Windows, find_windows

__all__ = (
    'Cell',
    'Course',
    'Forecast',
    'PlannedOutage',
    'WindowChoice',
    'Windows',
    'course_of',
    'find_windows',
    'forecast',
    'lost_to',
    'strict',
)
