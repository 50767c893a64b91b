"""Who has to be told again, as a table and as a workbook."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from lib.domain.campaign.replies import Party
from lib.domain.campaign.telling import Change, Side, ToTell
from lib.files.writing.export import table_workbook
from lib.services.planning.told.coming_words import change_said
from lib.services.planning.told.paper import PlanPaper
from lib.services.planning.told.telling import News
from lib.services.wording.table import Table
from lib.text import Words


def side_said(side: Side, names: Mapping[str, str], say: Words) -> str:
    """A commune by name, a team by its code."""
    party, code = side
    if party is Party.TEAM:
        return say("telling.team", code=code)
    return names.get(code, code)


def changes_said(one: ToTell, names: Mapping[str, str], say: Words) -> str:
    """Every change that concerns a commune or a team, one after another."""
    party = one.side[0]
    return "; ".join(
        change_said(c, party, names.get(_commune(c), _commune(c)), say=say) for c in one.changes
    )


def _commune(change: Change) -> str:
    stay = change.after or change.before
    return stay.key.commune if stay else ""


def news_table(news: News, names: Mapping[str, str], say: Words) -> Table:
    """One row for everybody who has to be told."""
    return Table(
        columns=(say("telling.whom"), say("telling.what")),
        rows=tuple(
            (side_said(one.side, names, say), changes_said(one, names, say)) for one in news.to_tell
        ),
    )


def news_workbook(news: News, paper: PlanPaper) -> bytes:
    """The same to keep beside the telephone."""
    say = paper.say
    table = news_table(news, paper.place_names, say)
    frame = pd.DataFrame(list(table.rows), columns=list(table.columns), dtype=object)
    notes = [*([paper.mark] if paper.mark else []), paper.origin()]
    title = say("telling.list", season=paper.season)
    return table_workbook(title=title, notes=notes, table=frame)
