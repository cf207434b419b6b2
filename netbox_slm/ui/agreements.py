"""Panels and attributes of the detail pages of the domain agreements."""

__all__ = ()
