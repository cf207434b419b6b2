"""The arithmetic of service levels: calendars, intervals, structures, objectives.

Pure numpy and standard library (and `holidays` for public holidays). No Django, no database, no clock of its own:
`now` is an argument. May import: nothing else of this project.
Instants are int64 microseconds since 1970 UTC, intervals are half-open, arithmetic is exact (semantics.md).
To add a metric: one function in `objectives/`. docs/engine.md describes the interface.
"""
