"""A worker of batches that stumbles over files by their name: ``treo`` never ends, ``đầy`` fills
the memory, ``chết`` ends the process, ``ngủ`` takes a second; publishing ``kẹt`` never ends."""

from __future__ import annotations

import os
import time
from typing import Any

from sqlalchemy import select

from lib.services.installation import Installation
from lib.services.intake.batch import files as batch_checks
from lib.services.intake.batch import process as batch_process
from lib.store.engine import asking
from lib.store.history.uploads import add_upload
from lib.store.schema.batches import batch_file

_check = batch_checks.check_file


def _checked(installation: Installation, file_id: int) -> None:
    with asking(installation.engine) as connection:
        name = connection.execute(select(batch_file.c.filename).filter_by(id=file_id)).scalar_one()
    if "treo" in name:
        time.sleep(600)
    elif "đầy" in name:
        [bytearray(50 * 2**20) for _ in range(100)]
    elif "chết" in name:
        os._exit(1)
    elif "ngủ" in name:
        time.sleep(1)
    _check(installation, file_id)


def _added(*args: Any, **told: Any) -> int:
    number = add_upload(*args, **told)
    time.sleep(600)
    return number


if __name__ == "__main__":
    from lib.services.intake import publishing

    batch_process.check_file = _checked
    if os.environ.get("STUCK_PUBLISHING"):
        publishing.add_upload = _added
    batch_process.main()
