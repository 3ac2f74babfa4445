"""flowviz for other programs and notebooks: what the command line does, as functions that give values back.

`flowviz` itself has their names. Every function takes a catalogue as a path, as a `Catalogue`, or as the `Model` of one, and raises
`FlowvizError` for whatever its caller can set right.
"""
