"""`python -m drakennet`: see `python -m drakennet --help`."""

import sys

from drakennet.cli import main

if __name__ == "__main__":
    sys.exit(main())
