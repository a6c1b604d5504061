"""What a goal, a measure, a report entry is described by: each fact once, in one table per noun.

A table says of each fact its label, how its value is read and written, and where it stands. Form,
row, page, paper, comparison, copy and search read it: a new fact is one line here and a column.
"""
