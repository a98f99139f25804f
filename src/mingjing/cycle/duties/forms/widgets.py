from django import forms

# How long words and days are asked for.
Words = forms.Textarea(attrs={"rows": 3})


class Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
