"""Forms of the domain agreements."""

__all__ = ()
