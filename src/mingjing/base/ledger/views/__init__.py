"""Heads and hashes for everyone; a thing's proof; the way out of a closed record."""
