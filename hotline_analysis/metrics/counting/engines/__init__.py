"""Where tickets are counted: pandas, DuckDB or Spark; one definition of every count for all of them."""
