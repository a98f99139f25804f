"""What was signed and seen, how the entries make the tree, and the way to a thing's proof."""
