"""The body behind records of several registers: ids, links, decisions."""
