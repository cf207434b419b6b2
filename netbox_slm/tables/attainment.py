"""Tables of the list pages of the domain attainment."""

__all__ = ()
