"""Where a model runs: DuckDB in a locked process of its own, or Spark SQL."""
