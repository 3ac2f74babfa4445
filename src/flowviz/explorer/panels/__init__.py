"""The panels of the explorer: each is a part of the page, one file a panel.

``view(at)`` returns what a panel shows for a query, and is pure. ``layout()`` is the element that it stands in.
``connect(app, live)`` is for what a panel does besides following the query.
"""
