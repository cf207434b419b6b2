"""The use cases: load rows -> graph -> engine -> store rows.

May import: models, graph, engine. May not: forms, tables, views, api, tasks.
"""
