"""Tables of the list pages of the domain operations."""

__all__ = ()
