"""GraphQL: types, filters and query fields of every model."""
