"""Pages of this room: one's own account, a body's people, bodies, registrations to advise, providers who ask, the audit trail."""
