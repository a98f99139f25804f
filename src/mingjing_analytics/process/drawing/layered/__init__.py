"""A layered layout of a directed graph: ranks, few crossings, straight lines, no overlap."""
