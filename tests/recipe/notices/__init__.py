"""Notices of councils that providers acknowledge."""
