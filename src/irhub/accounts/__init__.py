"""People, bodies and roles; who may open what; the audit trail."""
