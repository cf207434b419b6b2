"""Filter sets of lists and REST of the domain catalog."""

__all__ = ()
