"""The witness that another organ runs, and the site's client to it.

Whoever runs one needs this folder, `mingjing_ledger` and `cryptography`: no Django, no
database of the site, so that it can stand on another organ's machine and keep watch
over several counties (C2SP tlog-witness; docs/spec/ledger.md §8).

python -m mingjing.base.ledger.witness FOLDER --name audit.example/w1
"""
