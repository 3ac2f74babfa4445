"""``python -m flowviz``: the same as the command ``flowviz``."""

from flowviz.cli import main

main()
