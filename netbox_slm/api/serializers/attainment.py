"""REST representations of the domain attainment."""

__all__ = ()
