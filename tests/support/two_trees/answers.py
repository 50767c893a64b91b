"""What a tree of the product answers: a question by its kind and its words, and what came back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """An answer as it came, before anything volatile is taken out of it."""

    kind: str
    asked: str
    told: str = ""
    """Status, headers, exit code: what stands beside the content, a line each."""
    content: bytes = b""

    @property
    def key(self) -> tuple[str, str]:
        """By which the answers of two trees are laid side by side."""
        return self.kind, self.asked
