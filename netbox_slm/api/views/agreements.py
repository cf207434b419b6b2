"""REST view sets of the domain agreements."""

__all__ = ()

ROUTES = ()
