"""What became of the promises: figures with what they are made of, and what was measured for them."""

from .alerts import *
from .credits import *
from .figures import *
from .measurements import *
from .revisions import *
