"""What every kind of casework stands on: what happened to a case, who has it, by when, under which number, and what it may use up."""
