from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.models.users import Email


class Settings(BaseSettings):
    """Every field can be set as an environment variable, for example `TOOLBOX_JWT_SECRET`."""

    model_config = SettingsConfigDict(env_prefix="TOOLBOX_")

    jwt_secret: SecretStr = Field(
        default=SecretStr("development-only-secret-set-TOOLBOX_JWT_SECRET"),
        min_length=32,
        description="Key that signs access tokens. Must be set in production.",
    )
    token_minutes: int = Field(default=60, ge=1, description="Lifetime of an access token.")
    admin_email: Email = Field(
        default="admin@toolbox.example", description="First administrator, created on startup."
    )
    admin_password: SecretStr = Field(
        default=SecretStr("development-admin"),
        min_length=10,
        description="Password of the first administrator. Must be set in production.",
    )
    cors_origins: list[str] = Field(
        default=["http://localhost:5173"],
        description="Origins the dashboard is served from, as a JSON list.",
    )


settings = Settings()
