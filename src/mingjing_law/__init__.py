"""Dated legal facts, the working-day calendar, and clocks that explain themselves.

No Django, no clock of its own: the day always comes in as an argument.

facts      what a law asks, with its number, article, source and who read it
calendar   which days are working days, from the State Council's yearly notices
notice     reads such a notice as it is printed
limits     the shape of a time limit, and how a fact becomes one
clocks     from a start day to a due day
recur      duties that come back every week, month, quarter, half year or year
explain    a result in one Chinese and one English sentence
vector     the same clocks over arrays
"""
