"""What every reader raises."""

from irhub.web.errors import ActionRefused


class Refused(ActionRefused):
    """The file is not what was asked for. The message is one sentence for people, which says what to do."""
