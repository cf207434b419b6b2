"""Panels and attributes of the detail pages; one module per domain."""
