"""REST view sets of the domain attainment."""

__all__ = ()

ROUTES = ()
