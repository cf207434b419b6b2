"""Filter sets of lists and REST of the domain operations."""

__all__ = ()
