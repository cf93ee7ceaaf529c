"""``python -m exemplars``."""

import sys

from .command import main

sys.exit(main())
