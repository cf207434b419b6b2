"""REST view sets of the domain catalog."""

__all__ = ()

ROUTES = ()
