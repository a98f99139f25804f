"""Data supervision: models that ask a question of tables and show the rows that answer.

A model is one file: a strict head and one SELECT in supervision SQL
(docs/spec/models.md). Its text is never executed; it is read, checked against an
allow-list and written anew for each engine.
"""
