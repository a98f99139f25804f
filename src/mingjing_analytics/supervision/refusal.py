"""One sentence for what cannot be taken, in both languages."""


class Refused(ValueError):
    """A model, a table or a request that cannot be taken, and why."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en
