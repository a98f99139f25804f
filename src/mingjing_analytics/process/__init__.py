"""Event logs of approvals: read, measured, compared. docs/spec/process.md has the terms."""
