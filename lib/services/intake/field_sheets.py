"""Sheets for the field: the boxes of the quick entry, to be filled in by pen and typed in later."""

from __future__ import annotations

from collections.abc import Sequence

from lib.domain.access.permissions import Person
from lib.files.print.village_sheet import PenField, VillageSheet, VillageSheets, village_pdf
from lib.services.installation import Installation, version_of_data
from lib.services.intake.quick_entry import Offered, entry_choices
from lib.services.wording.file_names import made_at
from lib.text import Words, say_number

_FIELDS = (
    ("team", "", True),
    ("first", "", False),
    ("last", "", False),
    ("people", "people_unit", False),
    ("turns", "turns_unit", False),
    ("households", "households_unit", False),
    ("volunteers", "people_unit", False),
    ("days", "days_unit", False),
    ("joint", "joint_unit", False),
    ("reason", "", True),
)


def village_sheets(
    installation: Installation,
    commune: str,
    season: str,
    *,
    villages: Sequence[str],
    say: Words,
    who: Person,
) -> bytes:
    """A page for each of these villages of the commune; of none, a page without a name.

    Who may tell of drives may print the sheets; households come from the register.
    """
    known = entry_choices(installation, commune, season, who=who)
    chosen = [v for v in villages if v in known.villages] or [""]
    return village_pdf(
        VillageSheets(
            language=say.language,
            title=say("campaign_sheet.title", season=season),
            author=say("campaign_sheet.head", season=season),
            demo=say("app.demo") if installation.is_demo else "",
            made=made_at(installation, version_of_data(installation), say),
            signers=[say("campaign_sheet.signer_team"), say("campaign_sheet.signer_village")],
            sheets=[_sheet(installation, commune, v, known=known, say=say) for v in chosen],
        )
    )


def _sheet(
    installation: Installation, commune: str, village: str, *, known: Offered, say: Words
) -> VillageSheet:
    households = known.households.get(village)
    facts = [say("campaign_sheet.how")]
    if households is not None:
        count = say_number(households, language=say.language)
        facts.insert(0, say("campaign_sheet.register", count=count, code=village))
    return VillageSheet(
        village=known.villages.get(village, say("campaign_sheet.no_village")),
        commune=installation.gazetteer.communes[commune].full_name,
        facts=facts,
        fields=[
            PenField(say(f"quick.{key}"), say(f"quick.{unit}") if unit else "", wide=wide)
            for key, unit, wide in _FIELDS
        ],
    )
