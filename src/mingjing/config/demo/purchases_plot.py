"""What happens in the purchases of the demonstration county, story by story."""

from dataclasses import dataclass

USUAL = 64


@dataclass(frozen=True)
class Bid:
    """Firms by their number in the trade, a share of the budget, minutes after the deadline."""

    firms: tuple[int, ...]
    share: float
    valid: bool = True
    minutes: int = -60


@dataclass(frozen=True, kw_only=True)
class Story:
    """A purchase, or several; what is not said is as usual, and lawful.

    `asks` and `spares` are the truth: codes that must, and must not, ask about it. Days
    are counted from notice to deadline to award to signature; publication in working days.
    """

    asks: tuple[str, ...] = ()
    spares: tuple[str, ...] = ()
    parts: tuple["Story", ...] = ()
    letter: str = "A"
    kind: str = ""
    method: str = "公开招标"
    reason: str = ""
    buyer: str = ""
    budget: float = 0
    starts: tuple[int, int] | None = None
    days: int | None = None
    bids: tuple[Bid, ...] = ()
    winner: int = 0
    award: int | None = 3
    sign: int = 12
    signed: tuple[int, int] | None = None
    publish: int = 2
    contract: float = 1
    changed: float = 0
    paid: tuple[float, ...] = (0.3, 0.6)


def _bids(*shares: float, first: int = 0) -> tuple[Bid, ...]:
    return tuple(Bid((first + n,), share) for n, share in enumerate(shares))


def _direct(share: float, **more: object) -> Story:
    given: dict[str, object] = {
        "method": "单一来源",
        "reason": "专利设备，只有一家供应商",
        "bids": (Bid((0,), share),),
    }
    return Story(**given | more)  # type: ignore[arg-type]


# One telephone of two rivals, one of two partners; one of a firm and its buyer.
PHONES = {
    ("A", 12): "0579-8812345",
    ("A", 13): "0579-8812345",
    ("B", 12): "0579-8854321",
    ("B", 13): "0579-8854321",
    ("C", 12): "0579-6012399",
}
BUYER_PHONES = {"水务集团": "0579-6012399"}

_SINGLE = (
    Story(asks=("R003",), days=14),
    Story(spares=("R003",), days=20),
    Story(asks=("R003",), method="竞争性磋商", days=7),
    Story(asks=("R018", "MJ01"), bids=_bids(0.93)),
    Story(asks=("MJ01",), spares=("R018",), bids=_bids(0.9, 0.94)),
    Story(asks=("R024",), bids=_bids(0.84, 0.8405, 0.9)),
    Story(spares=("R024",), bids=_bids(0.84, 0.847, 0.9)),
    Story(asks=("R028",), bids=_bids(0.82, 0.88, 0.88)),
    Story(asks=("R023",), bids=_bids(0.82, 0.84, 0.86, 0.88)),
    Story(spares=("R023",), bids=_bids(0.82, 0.84, 0.875, 0.89)),
    Story(
        asks=("R030",),
        bids=(Bid((1,), 0.83, minutes=42), Bid((2,), 0.87), Bid((3,), 0.9)),
    ),
    Story(
        spares=("R030",),
        bids=(Bid((1,), 0.83), Bid((2,), 0.87, minutes=42), Bid((3,), 0.9)),
    ),
    Story(
        asks=("R035",),
        bids=(
            Bid((4,), 0.9),
            Bid((5,), 0.92, valid=False),
            Bid((6,), 0.94, valid=False),
        ),
    ),
    Story(
        spares=("R035", "R036"),
        bids=(Bid((4,), 0.86), Bid((5,), 0.9), Bid((6,), 0.94, valid=False)),
    ),
    Story(
        asks=("R036",),
        bids=(Bid((7,), 0.92), Bid((8,), 0.96), Bid((0,), 0.8, valid=False)),
    ),
    Story(asks=("R031",), bids=_bids(0.995, 1.05, 1.09)),
    Story(spares=("R031",), bids=_bids(0.97, 0.999, 1.02)),
    Story(asks=("R058",), bids=_bids(0.5, 0.8, 0.86)),
    Story(asks=("R022",), bids=_bids(0.6, 0.66, 1.3)),
    _direct(0.9, asks=("R010",), reason="", budget=900_000),
    _direct(0.9, spares=("R010",), budget=900_000),
    _direct(0.99, asks=("R049", "R002"), budget=1_990_000),
    _direct(0.99, spares=("R049", "R002"), budget=1_500_000),
    Story(asks=("R060",), sign=45),
    Story(spares=("R060",), sign=30),
    Story(asks=("R061",), award=0),
    Story(spares=("R061",), award=1),
    Story(asks=("R062",), award=75, starts=(2, 10)),
    Story(asks=("R063",), publish=6),
    # Seven days of rest lie between signature and publication.
    Story(spares=("R063",), starts=(8, 20), award=5, signed=(9, 30), publish=2),
    Story(asks=("R064", "R069"), changed=0.15, contract=1),
    Story(asks=("R064",), spares=("R069",), changed=0.08),
    Story(asks=("R068",), paid=(0.6, 0.55)),
    Story(spares=("R068",), paid=(0.6, 0.4)),
    Story(asks=("R059",), contract=1.06),
    Story(
        asks=("R044",),
        bids=(Bid((12,), 0.84), Bid((13,), 0.88), Bid((3,), 0.92)),
    ),
    Story(
        spares=("R044",),
        letter="B",
        bids=(Bid((12, 13), 0.84), Bid((3,), 0.88), Bid((5,), 0.92)),
    ),
    Story(
        asks=("R043",),
        letter="C",
        buyer="水务集团",
        bids=(Bid((12,), 0.84), Bid((1,), 0.88), Bid((3,), 0.92)),
    ),
    Story(asks=("R016",), budget=88_000_000),
    Story(award=None, bids=_bids(0.9, 0.95, 0.97)),
)

_GROUPS = (
    Story(
        parts=tuple(
            Story(
                asks=("R011",),
                letter="C",
                kind="C21040000",
                method="竞争性磋商",
                buyer="城市建设投资集团",
                budget=850_000 + 10_000 * n,
                bids=_bids(0.84, 0.88, 0.92, first=n),
            )
            for n in range(4)
        )
    ),
    Story(
        parts=tuple(
            Story(
                spares=("R011",),
                letter="C",
                kind=f"C{n}1040000",
                method="竞争性磋商",
                buyer="粮食储备公司",
                budget=850_000,
                bids=_bids(0.84, 0.88, 0.92, first=n),
            )
            for n in (3, 4, 5)
        )
    ),
    Story(
        parts=tuple(
            _direct(
                0.9,
                asks=("R055",),
                buyer="人民医院",
                budget=1_200_000,
                bids=(Bid((9,), 0.9),),
            )
            for _ in range(2)
        )
    ),
    Story(
        parts=(
            *(
                _direct(
                    0.9,
                    asks=("R013",),
                    buyer="中医院",
                    kind="A05010000",
                    budget=300_000 + n,
                )
                for n in range(3)
            ),
            *(Story(buyer="中医院") for _ in range(2)),
        )
    ),
    Story(
        parts=tuple(
            Story(
                asks=("R053",),
                bids=(Bid((10,), 0.83), Bid((11,), 0.87), Bid((n,), 0.92)),
            )
            for n in range(5)
        )
    ),
    Story(
        parts=tuple(
            Story(
                asks=("R057",),
                letter="B",
                bids=(Bid((9,), 0.84), Bid((10,), 0.88), Bid((11,), 0.92)),
                winner=n % 3,
            )
            for n in range(6)
        )
    ),
    Story(
        parts=tuple(
            Story(
                asks=("R025",),
                letter="C",
                bids=(Bid((n % 8,), 0.83), Bid((10,), 0.88), Bid(((n + 3) % 8,), 0.93)),
            )
            for n in range(9)
        )
    ),
    Story(
        parts=tuple(
            Story(
                asks=("R038",),
                buyer="第一中学",
                letter="B",
                bids=(
                    Bid((n,), 0.84),
                    Bid((n + 1,), 0.88),
                    Bid((n + 2,), 0.9, valid=False),
                    Bid((n + 3,), 0.93, valid=False),
                    Bid((n + 4,), 0.97, valid=False),
                ),
            )
            for n in range(4)
        )
    ),
    Story(
        parts=tuple(
            Story(
                asks=("R040",) if n < 4 else (),
                buyer="城关镇",
                letter="B",
                bids=(
                    Bid((8 if n < 4 else n,), 0.84),
                    Bid((n % 4,), 0.88),
                    Bid((n % 2 + 6,), 0.92),
                ),
            )
            for n in range(6)
        )
    ),
    Story(
        parts=tuple(
            Story(
                asks=("R050", "R051") if n < 7 else ("R051",),
                letter="A",
                kind="A08060000",
                bids=(
                    Bid((9 if n < 7 else n - 7,), 0.84),
                    Bid((n % 8,), 0.88),
                    Bid(((n + 5) % 8,), 0.93),
                ),
            )
            for n in range(11)
        )
    ),
)
PLOT = _SINGLE + _GROUPS
