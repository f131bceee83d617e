"""A real PostgreSQL: a cluster of the test's own, and what happens when it goes away."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from import_desk import MAPPING, Desk, row, rows, snapshot

PASSWORD = "s3cret-word"
TABLE = (
    'CREATE TABLE "工单" ("工单编号" text, "受理时间" timestamp, "办结时间" timestamptz, "责任单位" text, '
    '"是否解决" boolean, "退单次数" numeric, "满意情况" text, "诉求内容" text)'
)


@dataclass
class Cluster:
    folder: Path
    port: int

    @property
    def url(self) -> str:
        return f"postgresql://desk:{PASSWORD}@127.0.0.1:{self.port}/postgres"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = self.folder / "log"
        tool("pg_ctl", "-D", str(self.folder / "data"), "-l", str(log), "-w", "-o", options, "start")

    def stop(self) -> None:
        tool("pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")

    def run(self, *statements: str) -> None:
        import psycopg

        with psycopg.connect(self.url, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)  # type: ignore[call-overload]


def tool(name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; they refuse to run as root."""
    program = shutil.which(name) or next(
        (str(one) for one in sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)), ""
    )
    command = [program, *arguments]
    if os.getuid() == 0:
        command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)


def installed() -> bool:
    return shutil.which("initdb") is not None or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


pytestmark = pytest.mark.skipif(not installed(), reason="PostgreSQL is not installed (Debian: postgresql)")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    import tempfile

    # not below pytest's own folder, which only its owner may enter
    folder = Path(tempfile.mkdtemp(prefix="hotline-postgres-"))
    secret = folder / "password"
    secret.write_text(PASSWORD)
    if os.getuid() == 0:
        shutil.chown(folder, "nobody", "nogroup")
        shutil.chown(secret, "nobody", "nogroup")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Cluster(folder, port)
    try:
        access = ("-A", "scram-sha-256", "-U", "desk", f"--pwfile={secret}", "-E", "UTF8", "--no-sync")
        tool("initdb", "-D", str(folder / "data"), *access)
        made.start()
        yield made
        made.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def tickets(cluster: Cluster) -> Cluster:
    """A table of 60,000 tickets."""
    cluster.run(
        'DROP TABLE IF EXISTS "工单"',
        TABLE,
        """INSERT INTO "工单" SELECT 'A' || lpad(n::text, 6, '0'), timestamp '2022-11-03 09:05:00',
        timestamptz '2022-11-04 02:00:00+00', '甲街道', true, 0, '满意', '路灯不亮，电话13800138000'
        FROM generate_series(1, 60000) n""",
    )
    return cluster


WHOLE = "sql: {table: 工单}\ntime_zone: Asia/Shanghai\n"


def test_a_table(desk: Desk, tickets: Cluster) -> None:
    result = desk.done(tickets.url, more=WHOLE)
    assert desk.stored("count(*) OVER ()", "id", "received", "closed", "resolved", "returned", "text")[0] == (
        60_000, "A000001", datetime(2022, 11, 3, 9, 5), datetime(2022, 11, 4, 10), True, 0, "路灯不亮，电话［手机号］",
    )  # fmt: skip
    assert "masked in text: phone 60000" in result.err
    assert PASSWORD not in result.out + result.err
    assert all(PASSWORD.encode() not in content for content in snapshot(desk.store).values())


def test_a_query(desk: Desk, tickets: Cluster) -> None:
    wanted = "SELECT * FROM 工单 WHERE 工单编号 <= 'A000010' AND 责任单位 LIKE '甲%'"
    query = f"sql:\n  query: {wanted}\ntime_zone: Asia/Shanghai\n"
    desk.done(tickets.url, more=query)
    assert len(desk.stored("id")) == 10


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ("", "a database needs a query"),
        ("sql: {table: orders}\n", "no such table"),
        ("sql: {query: SELECT nothing FROM 工单}\n", "the query failed"),
        ("sql: {query: SELECT 1 AS x}\n", "no header 工单编号"),
        ("sql: {table: 工单}\n", "time_zone"),
    ],
)
def test_mistakes_in_the_mapping(desk: Desk, tickets: Cluster, more: str, said: str) -> None:
    message = desk.refused(tickets.url, more=more)
    assert said in message
    assert PASSWORD not in message


@pytest.mark.parametrize("part", [":wrong@", "@"])
def test_a_wrong_password_is_not_shown(desk: Desk, tickets: Cluster, part: str) -> None:
    message = desk.refused(tickets.url.replace(f":{PASSWORD}@", part), more=WHOLE, code=1)
    assert "password" in message
    assert "wrong" not in message


def test_a_database_that_is_not_there(desk: Desk) -> None:
    message = desk.refused(f"postgresql://desk:{PASSWORD}@127.0.0.1:1/postgres", more=WHOLE, code=1)
    assert "the database failed" in message
    assert PASSWORD not in message


def test_an_address_that_is_none(desk: Desk) -> None:
    assert "no driver" in desk.refused("oracle://u:p@h/d", more=WHOLE)
    assert "not the address" in desk.refused("postgresql://h:port/d", more=WHOLE)


def test_a_database_that_goes_away_half_way(desk: Desk, tickets: Cluster) -> None:
    desk.done(desk.csv(rows(3)))
    before = snapshot(desk.store)
    slow = "SELECT *, pg_sleep(0.001) FROM 工单"
    query = f"sql: {{query: '{slow}'}}\ntime_zone: Asia/Shanghai\n"
    stopper = threading.Thread(target=lambda: (time.sleep(4), tickets.stop()))
    stopper.start()
    try:
        message = desk.refused(tickets.url, more=query, code=1)
    finally:
        stopper.join()
        tickets.start()
    assert "the database failed" in message
    assert "rows" in message
    assert PASSWORD not in message
    assert snapshot(desk.store) == before


def test_sqlite(desk: Desk) -> None:
    import sqlite3

    file = desk.folder / "tickets.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE t (" + ", ".join(MAPPING_HEADERS) + ")")
        connection.execute(f"INSERT INTO t VALUES ({', '.join('?' * 8)})", row())
    connection.close()
    desk.done(f"sqlite:///{file}", more="sql: {table: t}\n")
    assert desk.stored("id", "received") == [("A1", datetime(2022, 11, 3, 9, 5))]


MAPPING_HEADERS = [line.split(": ")[1] for line in MAPPING.splitlines()[1:]]
