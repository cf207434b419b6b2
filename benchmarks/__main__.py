"""Lists the benchmarks, or runs the one that is named."""

import importlib
import pkgutil
import sys
from pathlib import Path


def names():
    """Names of all benchmarks: the modules of this package."""
    found = (module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)]))
    return sorted(name for name in found if not name.startswith('_'))


def main(arguments):
    """Run the benchmark that the first argument names with the other arguments; without one, list them."""
    if not arguments:
        print('\n'.join(names()) or 'There is no benchmark yet.')
        return 0
    name, *others = arguments
    if name not in names():
        print(f'There is no benchmark {name}; there are: {", ".join(names()) or "none yet"}.', file=sys.stderr)
        return 2
    import django

    django.setup()
    return importlib.import_module(f'benchmarks.{name}').run(others) or 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
