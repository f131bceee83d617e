"""Where tickets come from: workbooks, text files, parquet files, databases."""
