"""Files that people hand in: checked, read within limits, kept."""
