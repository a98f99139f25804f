"""The declared process of an item, and the cases that do not keep it."""
