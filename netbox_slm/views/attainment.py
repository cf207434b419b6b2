"""Pages of the domain attainment."""

__all__ = ()
