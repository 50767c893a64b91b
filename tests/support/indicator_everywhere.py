"""Where an indicator is met, as JSON: CODE PERIOD FILE... takes the files in, then looks.

Of the product that lies in the current folder, on the store that the environment names.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from lib.domain.intake.prefilled_form import FORMS
from lib.domain.periods import Period
from lib.services.health.opening import open_installation
from lib.services.installation import Installation
from lib.services.intake.preview import preview, receive
from lib.services.intake.publishing import Published, publish
from lib.services.map import sheet
from lib.settings import Settings
from lib.text import words
from lib.web.light.page import LightPage
from tests.support.drawn_page import drawn
from tests.support.indicators import INDICATORS
from tests.support.installations import figures_of
from tests.support.people import staff


def taken_in(installation: Installation, file: Path) -> dict[str, Any]:
    """What the preview of a file says, once it is published."""
    ready = preview(
        installation, receive(file.name, file.read_bytes(), installation.settings), who=staff()
    )
    assert ready.publishable, ready.problems
    assert isinstance(publish(installation, ready, who=staff()), Published)
    return {"template": ready.template.code if ready.template else "", "rows": len(ready.rows)}


def met(installation: Installation, code: str, period: Period) -> dict[str, Any]:
    """The indicator in figures, on map sheet, light page and guide; the order it stands in."""
    figures = figures_of(installation)
    painted = sheet.sheet(
        installation,
        sheet.Figures(now=figures.all_measured(period)),
        figures.flags(period.end),
        say=words(),
        period=period,
        first=code,
        address={},
    )
    light = LightPage(lambda: installation).page({"chi-tieu": code, "ky": str(period)}, staff())
    return {
        "value": figures.measured(code, period).value,
        "reporting": figures.measured(code, period).reporting,
        "order": list(INDICATORS),
        "forms": list(FORMS),
        "sheet": [layer.code for layer in painted.layers],
        "light": light.plain.decode(),
        "guide": drawn("guide", "vi"),
    }


if __name__ == "__main__":
    opened = open_installation(Settings(data_dir=Path(os.environ["BDHVS_DATA_DIR"])))
    previews = [taken_in(opened, Path(file)) for file in sys.argv[3:]]
    print(json.dumps(met(opened, sys.argv[1], Period.parse(sys.argv[2])) | {"previews": previews}))
