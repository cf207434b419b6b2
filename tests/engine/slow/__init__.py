"""Definitions, slow and obvious, that share no code with the engine: what its property tests compare with."""
