"""REST representations of the domain agreements."""

__all__ = ()
