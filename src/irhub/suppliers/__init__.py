"""Suppliers: frameworks of approved recruiters: who applies, how they are assessed, who is on the list, and what becomes of them."""
