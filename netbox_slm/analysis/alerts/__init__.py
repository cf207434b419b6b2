"""What is told to people and other systems, once each: figures, deadlines, burn rates, defects (semantics.md §4).

May import: facts, figures, engine, models, events. May not: views, tasks. To add an alert: an event type in `events`,
a module here that makes `Proposal`s of it and is called by
`watching.watch` or where the figures are stored, a line in docs/alerts.md.
"""
