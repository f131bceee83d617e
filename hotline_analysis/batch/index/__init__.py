"""``index.html`` of an output folder: every report below it, how it stands, what changed since the period before."""

from hotline_analysis.batch.index.writing import NAME, write_index

__all__ = ["NAME", "write_index"]
