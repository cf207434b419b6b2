"""The query classes that NetBox merges into its schema."""

from .queries import agreements, attainment, catalog, operations

schema = [query for module in (catalog, agreements, operations, attainment) for query in module.QUERIES]
