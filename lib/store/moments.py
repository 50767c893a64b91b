"""Moments as the store keeps them."""

from __future__ import annotations

from datetime import UTC, datetime


def in_utc(moment: datetime) -> datetime:
    """SQLite forgets the zone of a moment; all of ours are UTC."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
