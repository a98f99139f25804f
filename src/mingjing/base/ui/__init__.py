"""The page frame, the components, the tags and the charts. Knows no other room."""
