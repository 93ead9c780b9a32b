"""Attendance logs of meetings, as Teams and Zoom export them: read, or refused. Needs no database."""
