"""Settings of one installation: read at start from the environment; some may be changed later."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from lib.text import LANGUAGES

if TYPE_CHECKING:
    Language = str
else:
    Language = Literal[LANGUAGES]  # one of those that are declared, and no other

VERSION = "0.1.0"
"""Of the product."""

HOME = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Adjustable:
    """Marks a setting that administrators change on their page; what is not marked is the server's.

    Its words stand under ``setting.<name>`` in the catalogues, its range in its ``Field``. Ask
    ``Installation.in_force`` for its value, never the settings themselves.
    """

    group: Literal["checks", "indicators", "people"]
    figures: bool = False
    """Whether figures depend on it: then a frozen moment shows them with the value of that moment.
    """
    percent: bool = False
    """Whether it is a share that people read as a percentage."""


class Settings(BaseSettings):
    """Where things are and how large they may be. Variables start with ``BDHVS_``."""

    model_config = SettingsConfigDict(env_prefix="BDHVS_", extra="ignore")

    data_dir: Path = HOME / "var"
    """Everything this installation owns: the embedded store, imported boundaries, logs."""

    database_url: str = ""
    """SQLAlchemy address of the store; empty means SQLite inside ``data_dir``."""

    language: Annotated[Language, Adjustable("people")] = LANGUAGES[0]
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

    batch_file_seconds: Annotated[int, Field(ge=1, le=600)] = 20
    """How long one file of a batch is worked on before it is set aside with that reason."""

    unusual_rise: Annotated[float, Adjustable("checks", percent=True), Field(ge=0.1, le=100)] = 3.0
    """From which growth on a figure is told as unusual, as a share: 3 is +300 %."""

    unusual_fall: Annotated[float, Adjustable("checks", percent=True), Field(ge=0.01, le=1)] = 0.3
    """From which loss on a figure that may fall is told as unusual, as a share."""

    unusual_least: Annotated[float, Adjustable("checks"), Field(ge=0, le=100_000)] = 20
    """A movement by less than this is never told as unusual; a stock must not fall at all."""

    priority_from_grade: Annotated[
        int, Adjustable("indicators", figures=True), Field(ge=1, le=3)
    ] = 2
    """From which grade of a priority flag (template 07) on TN04 takes a commune for priority."""

    ambassadors_per_village: Annotated[
        int, Adjustable("indicators", figures=True), Field(ge=1, le=20)
    ] = 1
    """From how many digital ambassadors on DS01 counts a village; the letter names no number."""

    digital_household_criterion: Annotated[
        str, Adjustable("indicators", figures=True), Field(max_length=500)
    ] = ""
    """When a household is a "Gia đình số"; GD04 is hidden while this is empty."""

    digital_household_source: Annotated[
        str, Adjustable("indicators", figures=True), Field(max_length=300)
    ] = ""
    """The document that sets this criterion: number, date, issuer."""

    public_view: Annotated[bool, Adjustable("people")] = False
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

    person_upload_bytes: int = 600 * 1024 * 1024
    """Most bytes of uploads that one person may have lying in memory."""

    all_upload_bytes: int = 2 * 1024 * 1024 * 1024
    """Most bytes of uploads that all together may have lying in memory."""

    uploads_at_once: int = 12
    """Most uploads of one person under way at the same time."""

    directory: bool = False
    """Whether names and telephones of ambassadors may be kept at all. What the department must
    have in place first stands in docs/van-hanh.md."""

    directory_months: Annotated[int, Adjustable("people"), Field(ge=1, le=60)] = 12
    """For how many months after their consent somebody stands in the directory."""

    trail_months: Annotated[int, Adjustable("people"), Field(ge=12, le=240)] = 24
    """For how many months the trail of acts is kept: never less than twelve."""

    @classmethod
    def adjustable(cls) -> dict[str, Adjustable]:
        """The settings that administrators change, by name, in the order of their declaration."""
        return {
            name: mark
            for name, declared in cls.model_fields.items()
            for mark in declared.metadata
            if isinstance(mark, Adjustable)
        }

    @property
    def store_url(self) -> str:
        """Address of the store in force."""
        return self.database_url or f"sqlite:///{self.data_dir / 'store.sqlite3'}"


@cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
