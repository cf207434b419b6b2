"""GraphQL enumerations; one module per domain."""
