"""Tables of the list pages of the domain catalog."""

__all__ = ()
