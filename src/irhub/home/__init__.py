"""The way in for people who need help: who they are, what they can get, how, until when; and what waits for those who are signed in."""
