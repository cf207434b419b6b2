"""Pages of the domain operations."""

__all__ = ()
