"""What every reader raises."""


class Refused(Exception):
    """The file is not what was asked for. The message is one sentence for people, which says what to do."""
