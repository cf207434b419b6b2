"""Forms of the domain operations."""

__all__ = ()
