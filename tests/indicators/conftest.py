"""What the tests of this room share."""

from tests.held import held as held
