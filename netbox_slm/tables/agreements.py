"""Tables of the list pages of the domain agreements."""

__all__ = ()
