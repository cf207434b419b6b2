"""Forms of the domain attainment."""

__all__ = ()
