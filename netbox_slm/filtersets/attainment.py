"""Filter sets of lists and REST of the domain attainment."""

__all__ = ()
