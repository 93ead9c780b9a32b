"""The front door and the way in for people who need help: who they are, what they can get, how, until when; where the work of those who are signed in begins, and what waits for them."""
