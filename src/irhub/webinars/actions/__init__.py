"""What people do with webinars. Each is one transaction and leaves an event in the audit trail."""
