"""Readers: each turns one kind of file into `table.Columns` and a list of issues."""
