"""A page as text, drawn by Streamlit's own harness in a process of its own: SCRIPT LANGUAGE.

Of the product that lies in the current folder, on the store that the environment names.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from streamlit.testing.v1 import AppTest

from lib.domain.access.permissions import Role
from lib.ui.frame import acting
from tests.support.entering import admit
from tests.support.patience import PATIENCE_S


def drawn(script: str, language: str) -> str:
    """Everything a leader reads there."""
    token = admit(Path(os.environ["BDHVS_DATA_DIR"]), Role.LEADER)
    acting.token = lambda: token
    app = AppTest.from_file(str(Path.cwd() / "pages" / "frame.py"), default_timeout=PATIENCE_S)
    app.run()  # the frame has to declare its pages before one can be chosen
    app.switch_page(f"{script}.py")
    app.query_params["ngon-ngu"] = language
    app.run()
    if app.exception:
        raise RuntimeError(app.exception)
    blocks = [block.proto.body for block in app.get("html")]
    blocks += [block.value for kind in (app.markdown, app.subheader, app.caption) for block in kind]
    return "\n".join(blocks)


if __name__ == "__main__":
    print(drawn(*sys.argv[1:]))
