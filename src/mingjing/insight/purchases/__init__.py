"""Purchases: what figures of procurement raise as questions, purchase by purchase.

Law:    政府采购法, 招标投标法 and their regulations, by the dated table of limits;
        数据安全法第三十八条 (data for a duty by law, within it)
States: a file is in use → withdrawn, or deleted on its day. A measurement stays as it was
Who:    office and discipline hand in files and measure; the auditor reads; discipline
        puts a question up, which then lives in supervision
Feeds:  supervision. Firms and units are counted, never scored; 疑点, never 违规
"""
