"""Forms of the domain catalog."""

__all__ = ()
