"""Several servers of one room on PostgreSQL (§R16.1): one is killed, others go on; what one is told, all know.

For minutes, with one killed every ten seconds: ``python bench/servers.py killed``.
"""

from many import Conference
from postgres import Postgres


def test_a_server_is_killed_and_others_take_over(postgres: Postgres) -> None:
    its = Conference.begun(postgres.database())
    its.wait_for(30)
    its.servers[0].end()
    its.wait_for(30)
    its.restart(its.servers[0])
    its.servers[1].end()
    its.wait_for(30)
    its.restart(its.servers[1])
    its.end()
    assert (its.wrong, its.ended) == ([], [0, 0])
    assert its.lost_or_doubled() == []
    assert [len(page.seen) for page in its.pages] == [len(its.releaser.acknowledged)] * len(its.pages)
    assert all(page.cuts for page in its.pages)
