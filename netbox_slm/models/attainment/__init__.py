"""What became of the promises: figures with what they are made of, and what was measured for them."""

from .figures import *
