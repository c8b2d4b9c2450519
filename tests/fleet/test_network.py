"""A line to the database that can be cut, and mended."""

import psycopg
import pytest

from jobs.bench._own_postgres import OwnServer
from tests.fleet.network import own_line, why_not

pytestmark = pytest.mark.alone


def test_a_line_that_is_cut_lets_nothing_through_until_it_is_mended(postgres_server: OwnServer) -> None:
    if reason := why_not():
        pytest.skip(reason)
    with own_line(postgres_server.socket) as line:
        with psycopg.connect(postgres_server.url(host=line.host)) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
        line.cut()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(postgres_server.url(host=line.host), connect_timeout=2)
        line.mend()
        with psycopg.connect(postgres_server.url(host=line.host)) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
