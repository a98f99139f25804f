"""Files: bytes stored once, under their own hash, checked by content.

Law:    网络安全法 第二十三条 (keep what was received intact); promise 13
States: none; a stored file never changes
Who:    rooms store through actions.store_file; pages serve them through owners
Feeds:  plan (sources), evidence
"""
