from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import Any

import pytest


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """A Spark session on two cores of this machine."""
    sql = pytest.importorskip("pyspark.sql", reason="Spark is not installed: pip install hotline-analysis[spark]")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none on this machine")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    # an odd zone: times of tickets have none, so that it must not matter
    builder = builder.config("spark.sql.session.timeZone", "America/Sao_Paulo")
    session = builder.config("spark.sql.shuffle.partitions", "2").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()
