"""A deadline in one Chinese and one English sentence: start, rule, skipped, result."""

from mingjing_law.explain.chinese import chinese
from mingjing_law.explain.english import english

__all__ = ["chinese", "english"]
