"""GraphQL query fields; one module per domain."""
