"""Webinars: sessions of a hub, who booked and who came, certificates, and who was never reached."""
