"""REST representations of the domain catalog."""

__all__ = ()
