"""The indicators at work, by what they look at."""
