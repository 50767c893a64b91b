"""Reasons that people give for what they change."""

from __future__ import annotations

SHORTEST_REASON = 5
