"""Three years of the province: the demonstration, and its months once more in the years after.

2,250 villages, 36 months. From the second year on, every commune sends files of its own, as
75 offices do.
"""

from __future__ import annotations

from sqlalchemy import text

from lib.services.installation import Installation
from lib.services.intake.demo import fill_with_demo
from lib.store.engine import writing

MONTHS = 36
VILLAGES = 2250
_LAST = "2028-06"
_DEMO_LAST = "2026-10"
_STEP = 1_000_000
"""Between the numbers of an upload and of its copy a year later."""

# A month of the demonstration that is still missing so many years later, or its last year.
_WANTED = """
  (r.period like '20__-__' and r.period > '2025-10'
   and (cast(substr(r.period, 1, 4) as int) + :k) || substr(r.period, 5) > :from
   and (cast(substr(r.period, 1, 4) as int) + :k) || substr(r.period, 5) <= :until)
  or r.period = '2026'
"""
_LATER = "cast(cast(substr({0}, 1, 4) as int) + :k as text) || substr({0}, 5)"
_COPIES = (
    # Of every upload one copy for each commune it speaks for.
    f"""
    create temporary table copied as
    select r.upload_id as old_id, r.template, r.period, r.commune_code,
           :k * {_STEP} + r.upload_id * 1000
             + case when r.period like '20__-__'
               then dense_rank() over (partition by r.upload_id order by r.commune_code)
               else 0 end as new_id,
           {_LATER.format("r.period")} as new_period
    from report r where r.upload_id < {_STEP} and ({_WANTED})
    """,
    f"""
    insert into upload
    select distinct c.new_id, u.sha256, u.filename, u.template, u.mode, u.who,
           {_LATER.format("u.published_at")}, u.sheet, u.answers,
           json_set(u.summary, '$.periods', json_array(c.new_period))
    from copied c join upload u on u.id = c.old_id
    """,
    """
    insert into report (upload_id, template, period, commune_code)
    select new_id, template, new_period, commune_code from copied
    """,
    """
    insert into figure (upload_id, template, period, commune_code, unit_key, unit_name,
                        reported_name, former_code, row, "values")
    select c.new_id, f.template, c.new_period, f.commune_code, f.unit_key, f.unit_name,
           f.reported_name, f.former_code, f.row,
           replace(replace(f."values", '"2026-', '"' || (2026 + :k) || '-'),
                   '"2025-', '"' || (2025 + :k) || '-')
    from copied c join figure f on f.upload_id = c.old_id and f.period = c.period
      and f.commune_code = c.commune_code
    """,
    """
    insert into withdrawal
    select distinct c.new_id, w.who, w.at, w.reason
    from copied c join withdrawal w on w.upload_id = c.old_id
    """,
    "drop table copied",
)


def fill_with_years(installation: Installation) -> None:
    """Fills an empty SQLite store; the same every time."""
    fill_with_demo(installation, villages=VILLAGES)
    add_years(installation)


def add_years(installation: Installation) -> None:
    """The years after the demonstration, in a store that has it."""
    with writing(installation.engine) as connection:
        for years in (1, 2):
            given = {"k": years, "from": _DEMO_LAST, "until": _LAST}
            for statement in _COPIES:
                names = {name for name in given if f":{name}" in statement}
                connection.execute(text(statement), {name: given[name] for name in names})
