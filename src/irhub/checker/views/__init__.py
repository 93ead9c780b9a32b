"""The pages of the rules, of proposed changes of them, and of the checkers."""
