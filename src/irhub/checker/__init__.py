"""Pages of the dated rules: checkers, timeline, changes proposed by people."""
