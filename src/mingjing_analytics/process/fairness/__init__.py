"""Whether cases were served in their turn, and whether everybody was treated alike."""
