"""Published grants as files of the 360Giving Data Standard: written, checked more strictly than its schema does, and read from past files.

No database and no network. What a published grant is: `awards.Award`.
"""
