"""GraphQL query fields of the domain agreements."""

QUERIES = ()
