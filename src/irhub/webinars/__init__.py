"""Webinars: sessions of a hub, who booked and who came, certificates."""
