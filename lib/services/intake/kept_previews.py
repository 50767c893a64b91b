"""The preview of the file that somebody is at, kept from one click to the next."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from lib.domain.access.permissions import Act
from lib.services.caching.answers import cached
from lib.services.caching.audience import EachPerson
from lib.services.caching.viewer import Viewer
from lib.services.intake.preview import preview
from lib.services.intake.previewed import Preview, Received
from lib.services.intake.remembered_answers import OF_COMMUNE
from lib.store.engine import asking
from lib.store.history.closings import closed
from lib.store.history.uploads import data_version
from lib.store.intake.remembered_answers import lessons, lessons_of

_FILES = 4
"""So many people look at a file at once without one's being read again for another's."""


def kept_preview(viewer: Viewer, received: Received, answers: Mapping[str, str]) -> Preview:
    """As ``preview``, made anew only where the file, an answer or what is in force is another."""
    return _preview(viewer, received, tuple(sorted(answers.items())))


def _standing(viewer: Viewer, received: Received, answers: tuple[tuple[str, str], ...]) -> Hashable:
    """What of the store a preview depends on: that of now, whatever moment is shown."""
    del received, answers
    sender = viewer.who.name if viewer.who else ""
    with asking(viewer.installation.engine) as connection:
        return (
            data_version(connection),
            tuple(one.id for one in lessons(connection, sender=sender)),
            tuple(one.id for one in lessons_of(connection, OF_COMMUNE, question="")),
            tuple(sorted(closed(connection))),
        )


@cached("preview", EachPerson(Act.ENTER_VOLUNTEERS), most=_FILES, version=_standing)
def _preview(viewer: Viewer, received: Received, answers: tuple[tuple[str, str], ...]) -> Preview:
    if viewer.who is None:
        raise LookupError("a preview is somebody's")
    return preview(viewer.installation, received, dict(answers), who=viewer.who)
