"""Where a value stands in a release, in words of whoever keeps the files."""

import re

_WORDS = (
    (r"/tender/value", "预算", "budget"),
    (r"/tender/tenderPeriod/startDate", "投标开始", "start of bidding"),
    (r"/tender/tenderPeriod/endDate", "投标截止", "deadline for bids"),
    (r"/tender/procurementMethod", "采购方式", "method"),
    (
        r"/tender/procurementMethodRationale",
        "采用该方式的理由",
        "reason for the method",
    ),
    (r"/tender/numberOfTenderers", "投标家数", "number of bidders"),
    (r"/tender/documents \(tenderNotice\)", "招标公告", "notice"),
    (r"/tender/documents \(biddingDocuments\)", "招标文件", "bidding documents"),
    (r"/tender/documents", "已公布的文件", "published documents"),
    (
        r"/tender/documents/(\d+)/datePublished",
        "文件 {} 公布时间",
        "document {}, published",
    ),
    (r"/tender/items", "采购品目", "items"),
    (r"/bids/details/(\d+)/value", "投标 {} 报价", "bid {}, price"),
    (r"/bids/details/(\d+)/tenderers", "投标 {} 投标人", "bid {}, bidder"),
    (r"/bids/details/(\d+)/status", "投标 {} 状态", "bid {}, status"),
    (r"/bids/details/(\d+)/date", "投标 {} 递交时间", "bid {}, handed in"),
    (r"/awards", "中标人", "winner"),
    (r"/awards/(\d+)/(?:id|suppliers)", "中标 {}", "award {}"),
    (r"/awards/(\d+)/value", "中标 {} 金额", "award {}, amount"),
    (r"/awards/(\d+)/date", "中标 {} 时间", "award {}, date"),
    (r"/awards/(\d+)/items", "中标 {} 品目", "award {}, items"),
    (r"/contracts/(\d+)/value", "合同 {} 金额", "contract {}, amount"),
    (r"/contracts/(\d+)/dateSigned", "合同 {} 签订时间", "contract {}, signed"),
    (r"/contracts/(\d+)/amendments", "合同 {} 变更", "contract {}, change"),
    (r"/contracts/(\d+)/documents", "合同 {} 公开", "contract {}, published"),
    (
        r"/contracts/(\d+)/implementation/transactions",
        "合同 {} 支付",
        "contract {}, paid",
    ),
    (r"/parties/(\d+)/contactPoint/telephone", "单位 {} 电话", "party {}, telephone"),
    (r"/parties/(\d+)/contactPoint/email", "单位 {} 邮箱", "party {}, mailbox"),
    (r"/parties/(\d+)/address/streetAddress", "单位 {} 地址", "party {}, address"),
)
_KNOWN = tuple((re.compile(path), zh, en) for path, zh, en in _WORDS)


def words_of(path: str, language: str) -> str:
    """Say a path in words, lists counted from one; an unknown path stays as it is."""
    for known, zh, en in _KNOWN:
        found = known.fullmatch(path)
        if found is not None:
            words = en if language.startswith("en") else zh
            return words.format(*(int(one) + 1 for one in found.groups()))
    return path
