"""The kinds of units and the hats of posts, as data."""

from enum import StrEnum


class UnitKind(StrEnum):
    PARTY = "party"
    ORGAN = "organ"
    TOWNSHIP = "township"
    VILLAGE = "village"
    SCHOOL = "school"
    HOSPITAL = "hospital"
    SOE = "soe"
    PRIVATE = "private"
    CENTRE = "centre"


class Role(StrEnum):
    """The hat that a post gives. Who sees what: docs/map.md."""

    OFFICE = "office"  # 领导小组办公室
    CONTACT = "contact"  # 单位专人
    SECRETARY = "secretary"  # 单位党组织书记
    LEADER = "leader"  # 县委书记: the county's own leader
    INSPECTOR = "inspector"  # 督导员
    DISCIPLINE = "discipline"  # 纪检监察
    CENTRE = "centre"  # 政务服务中心
    AUDITOR = "auditor"  # 审计: verifies, changes nothing
    ADMIN = "admin"  # 系统管理员: accounts only, sees no content


# Those who see every unit's duties.
COUNTY_WIDE = frozenset({Role.OFFICE, Role.LEADER, Role.DISCIPLINE, Role.AUDITOR})

# Those who keep the register of units, persons and posts.
KEEPERS = frozenset({Role.OFFICE, Role.ADMIN})
