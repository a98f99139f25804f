"""The pages that read, one's own views of the board, and many dues at once."""
