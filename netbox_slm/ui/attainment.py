"""Panels and attributes of the detail pages of the domain attainment."""

__all__ = ()
