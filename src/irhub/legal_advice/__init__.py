"""Free minutes with a lawyer: who has how many left, when a lawyer has time, who talks to whom, and what the firm is owed for it."""
