"""UI: the page frame, the components and the tags that every room shares.

Law:    GB/T 37668-2019 (accessible information); WCAG 2.2 AA
States: none
Who:    everyone
Feeds:  every template
"""
