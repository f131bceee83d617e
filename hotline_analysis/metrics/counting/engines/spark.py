"""Tickets in Spark: a frame of a running session, or files read by a session of this machine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hotline_analysis.errors import UsageError
from hotline_analysis.metrics.counting.engines.frames import canonical_frame
from hotline_analysis.tickets.columns import columns
from hotline_analysis.tickets.store import TicketFiles

if TYPE_CHECKING:
    import pandas as pd
    from pyspark.sql import DataFrame, SparkSession

_TYPES = {"time": "timestamp_ntz", "count": "int", "flag": "boolean"}


def session() -> SparkSession:
    """Return the running Spark session, or start one on this machine.

    Raises
    ------
    UsageError
        If Spark is not installed.
    """
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        raise UsageError("Spark is not installed; install hotline-analysis[spark]") from None
    return SparkSession.builder.appName("hotline").config("spark.ui.enabled", "false").getOrCreate()


def read_spark(files: TicketFiles, wanted: Sequence[str]) -> DataFrame:
    """Read some columns of stored tickets into a Spark frame."""
    paths = [str(file.resolve()) for file in files.files]
    if files.is_csv:
        separator = "\t" if files.files[0].suffix.lower() == ".tsv" else ","
        reader = session().read.option("quote", '"').option("escape", '"')
        frames = [reader.csv(path, header=True, sep=separator, multiLine=True) for path in paths]
        frame = frames[0]
        for other in frames[1:]:
            frame = frame.unionByName(other, allowMissingColumns=True)
        return typed(frame, wanted)
    return typed(session().read.option("mergeSchema", "true").parquet(*paths), wanted)


def spark_frame(frame: pd.DataFrame, wanted: Sequence[str]) -> DataFrame:
    """Hand some columns of a pandas frame over to Spark."""
    import pyarrow as pa

    table = pa.Table.from_pandas(canonical_frame(frame, wanted), preserve_index=False)
    return typed(session().createDataFrame(table), wanted)


def typed(frame: DataFrame, wanted: Sequence[str]) -> DataFrame:
    """Return some columns of a Spark frame in the types of stored tickets; times without a zone."""
    from pyspark.sql import functions

    typed_columns = []
    for name in wanted:
        kind = columns()[name].type
        column = functions.col(f"`{name}`").cast(_TYPES.get(kind, "string"))
        # an empty answer is none
        column = functions.nullif(column, functions.lit("")) if kind == "one_of" else column
        typed_columns.append(column.alias(name))
    return frame.select(*typed_columns)
