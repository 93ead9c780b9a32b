"""The helpline's cases: who asks what, who answers it, by when, and the wall around all of it."""
