"""Data supervision: models ask questions of tables; people answer, and people decide.

Law:    监察法实施条例第十四条 and the county's own rule for whom it may ask; 个人信息保护法
        第六条, 第三十四条 (least data, for a legal duty); 数据安全法第三十八条
States: a data set is in use → replaced or withdrawn. A flag is new → asked → answered →
        explained, confirmed (a finding) or transferred; dismissed; expired at 180 days
Who:    office and discipline hand in data and run models; discipline asks and decides;
        a unit answers what it was asked; flags about persons discipline alone
Feeds:  findings. No flag in public, in a score, or in a person's column
"""
