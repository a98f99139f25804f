"""Analytics on data that counties have anyway; no Django. `process`: event logs."""
