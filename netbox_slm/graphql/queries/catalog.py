"""GraphQL query fields of the domain catalog."""

QUERIES = ()
