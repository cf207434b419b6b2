"""REST view sets of the domain operations."""

__all__ = ()

ROUTES = ()
