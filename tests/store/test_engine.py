"""Opening stores: fresh, again, broken and unreachable."""

from sqlalchemy import inspect

from lib.services.house import House
from lib.store.engine import integrity, open_engine, version
from lib.store.tables import metadata


def test_a_fresh_store_has_every_table_and_is_whole(any_house: House):
    tables = set(inspect(any_house.engine).get_table_names())

    assert tables == set(metadata.tables) | {"alembic_version"}
    assert integrity(any_house.engine)
    assert version(any_house.engine).split()[0] in ("SQLite", "PostgreSQL")


def test_opening_a_store_again_changes_nothing(any_house: House):
    again = open_engine(any_house.settings.store_url)

    assert integrity(again)
    again.dispose()
