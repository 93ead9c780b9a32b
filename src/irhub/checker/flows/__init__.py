"""The checkers as question flows: one question a page, all state in the address, a result that can be kept and handed on."""
