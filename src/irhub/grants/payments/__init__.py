"""What follows an agreement: accounts, instalments, files for the bank, returns, changes, money back."""
