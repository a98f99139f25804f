"""What a reader says when it cannot take a file at all."""


class Unreadable(ValueError):
    """The file is not taken; one sentence in each language says why and where."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} {en}")
        self.zh = zh
        self.en = en
