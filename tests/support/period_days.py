"""First and last day of periods as an installation knows them, as JSON: PERIOD...

Of the product that lies in the current folder, on the store that the environment names.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from lib.domain.periods import Period
from lib.services.health.opening import open_installation
from lib.settings import Settings

if __name__ == "__main__":
    open_installation(Settings(data_dir=Path(os.environ["BDHVS_DATA_DIR"])))
    asked = [Period.parse(text) for text in sys.argv[1:]]
    print(json.dumps({str(p): [p.start.isoformat(), p.end.isoformat()] for p in asked}))
