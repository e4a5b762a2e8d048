"""Training loops of other frameworks, tracked through the interfaces that they offer for it.

Each module is for one framework and imports it: ``from celltrail.frameworks.xgboost import TrackCallback``.
"""
