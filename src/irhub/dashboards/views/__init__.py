"""Pages of this room: places, organisations, changes, the registers behind them, search, and asking to take part."""
