"""REST representations of the domain operations."""

__all__ = ()
