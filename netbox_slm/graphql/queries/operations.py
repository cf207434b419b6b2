"""GraphQL query fields of the domain operations."""

QUERIES = ()
