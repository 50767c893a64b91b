"""Settings of one installation, read once at start from the environment."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

VERSION = "0.1.0"
"""Of the product."""

HOME = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Where things are and how large they may be. Variables start with ``BDHVS_``."""

    model_config = SettingsConfigDict(env_prefix="BDHVS_", extra="ignore")

    data_dir: Path = HOME / "var"
    """Everything this installation owns: the embedded store, imported boundaries, logs."""

    database_url: str = ""
    """SQLAlchemy address of the store; empty means SQLite inside ``data_dir``."""

    language: str = "vi"
    """Language of the command line and the default of the pages."""

    max_upload_bytes: int = 50 * 1024 * 1024
    """Largest file taken in, in bytes."""

    max_upload_rows: int = 200_000
    """Most rows taken in from one sheet."""

    max_batch_files: int = 300
    """Most files taken in together."""

    max_batch_bytes: int = 300 * 1024 * 1024
    """Most bytes of all files taken in together, unpacked."""

    batch_workers: int = 2
    """How many files are checked at the same time, of all batches together."""

    unusual_rise: float = 3.0
    """From which growth on a figure is told as unusual, as a share: 3 is +300 %."""

    unusual_fall: float = 0.3
    """From which loss on a figure that may fall is told as unusual, as a share."""

    unusual_least: float = 20
    """A movement by less than this is never told as unusual; a stock must not fall at all."""

    priority_from_grade: int = 2
    """From which grade of a priority flag (template 07) on TN04 takes a commune for priority."""

    digital_household_criterion: str = ""
    """When a household is a "Gia đình số"; GD04 is hidden while this is empty."""

    digital_household_source: str = ""
    """The document that sets this criterion: number, date, issuer."""

    public_view: bool = False
    """Whether the light page shows aggregates to people who are not logged in."""

    sso_issuer: str = ""
    """Address of the OpenID Connect issuer of the single sign-on; empty: people use passwords."""

    sso_client: str = ""
    """By which name the issuer knows this installation."""

    sso_secret: SecretStr = SecretStr("")
    """What the issuer gave this installation. From the environment only, never shown."""

    sso_name: str = ""
    """What people call that login, as the button names it."""

    sso_claim: Literal["sub", "email"] = "sub"
    """By what an account is found: the issuer's own lasting name, or its verified e-mail."""

    hosts: str = ""
    """Names by which the server may be called, with commas between; empty for any (trying out)."""

    behind_tls: bool = False
    """Whether people reach the server by https only: browsers are told to keep to it."""

    visit_upload_bytes: int = 600 * 1024 * 1024
    """Most bytes of uploads that one visit may have lying in memory."""

    all_upload_bytes: int = 2 * 1024 * 1024 * 1024
    """Most bytes of uploads that all visits together may have lying in memory."""

    uploads_at_once: int = 12
    """Most uploads of one visit under way at the same time."""

    trail_months: int = Field(default=24, ge=12)
    """For how many months the trail of acts is kept: never less than twelve."""

    @property
    def store_url(self) -> str:
        """Address of the store in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'store.sqlite3'}"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
