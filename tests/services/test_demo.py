"""A small made-up province goes through the same door as real files."""

import pytest

from lib.domain.errors import NotAllowed
from lib.services.health.opening import open_installation
from lib.services.intake.demo import fill_with_demo
from lib.settings import Settings
from lib.store.engine import writing
from lib.store.figures.figures import in_force
from lib.store.history.uploads import set_mark, uploads


@pytest.fixture
def empty(tmp_path):
    return open_installation(Settings(data_dir=tmp_path))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    installation = open_installation(Settings(data_dir=tmp_path_factory.mktemp("demo")))
    told = []
    count = fill_with_demo(
        installation, lambda done, of: told.append((done, of)), months=2, villages=300
    )
    return installation, count, told


def test_every_file_is_published_at_its_own_moment(filled):
    installation, count, told = filled

    with installation.engine.connect() as connection:
        published = uploads(connection)[::-1]

    assert len(published) == count
    assert told == [(n, count) for n in range(1, count + 1)]
    assert [u.published_at for u in published] == sorted(u.published_at for u in published)
    assert published[-1].published_at.isoformat() < "2025-09"


def test_the_store_is_marked_as_made_up(filled):
    installation, _, _ = filled

    assert installation.is_demo


def test_late_communes_do_not_displace_those_on_time(filled):
    installation, _, _ = filled

    with installation.engine.connect() as connection:
        rows = in_force(connection, "02_bao_cao_thang_thon_ban", periods={"2025-08"})
        register = in_force(connection, "01_danh_muc_thon_ban")

    assert rows["upload_id"].nunique() == 2
    assert set(rows["unit_key"]) < set(register["unit_key"])


def test_a_store_with_uploads_is_never_mixed_with_made_up_figures(filled):
    installation, count, _ = filled

    with pytest.raises(NotAllowed) as refused:
        fill_with_demo(installation, months=1, villages=300)

    assert refused.value.code == "demo_not_empty"
    with installation.engine.connect() as connection:
        assert len(uploads(connection)) == count


def test_a_fill_that_stopped_before_its_first_file_can_start_again(empty):
    with writing(empty.engine) as connection:
        set_mark(connection, "demo", "yes")

    count = fill_with_demo(empty, months=1, villages=300)

    assert count > 0
