"""Filter sets of lists and REST of the domain agreements."""

__all__ = ()
