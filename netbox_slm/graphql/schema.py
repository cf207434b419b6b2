"""The query classes that NetBox merges into its schema."""

from .queries import (
    agreements,
    attainment,
    catalog,
    changes,
    derived,
    impact,
    measurements,
    needs,
    operations,
    revisions,
)

_MODULES = (catalog, needs, agreements, operations, derived, changes, measurements, attainment, revisions, impact)
schema = [query for module in _MODULES for query in module.QUERIES]
