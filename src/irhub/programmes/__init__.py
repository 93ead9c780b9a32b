"""What a hub offers, to whom, where and until when: programmes of partnerships and their partners, as data."""
