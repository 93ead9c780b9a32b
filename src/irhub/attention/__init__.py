"""What people do about signals: tasks, replies, challenges."""
