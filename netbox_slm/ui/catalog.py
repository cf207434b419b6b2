"""Panels and attributes of the detail pages of the domain catalog."""

__all__ = ()
