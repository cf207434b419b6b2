"""Panels and attributes of the detail pages of the domain operations."""

__all__ = ()
