"""GraphQL query fields of the domain attainment."""

QUERIES = ()
