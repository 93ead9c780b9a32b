"""Guidance and news that the staff of a hub write: pages that show each dated rule as it stands on the day, and know when one changed."""
