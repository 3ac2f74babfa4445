"""What is true of a thing, of a removal and of a change, as typed values in facts and columns.

Nothing here knows a language: `flowviz.telling` makes words of it.
"""
