import structlog

from lib.logs import write_plainly


def test_a_trace_in_the_log_shows_no_figures(capsys):
    before = structlog.get_config()
    write_plainly()
    try:
        secret = "số liệu của một xã"
        try:
            raise ValueError("vỡ")
        except ValueError as error:
            structlog.get_logger().error("page_fault", ticket="A1B2", exc_info=error)
    finally:
        structlog.configure(**before)

    told = capsys.readouterr().out
    assert "ValueError: vỡ" in told
    assert "A1B2" in told
    assert secret not in told
