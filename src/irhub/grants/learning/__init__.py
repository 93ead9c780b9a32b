"""What grants came to: results by evidence, what each cost, what was learned."""
