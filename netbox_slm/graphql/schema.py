"""The query classes that NetBox merges into its schema."""

from .queries import agreements, attainment, catalog, changes, measurements, needs, operations

_MODULES = (catalog, needs, agreements, operations, changes, measurements, attainment)
schema = [query for module in _MODULES for query in module.QUERIES]
