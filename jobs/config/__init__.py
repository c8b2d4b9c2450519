"""Configuration: one YAML file plus the environment, read once into frozen values."""

from jobs.config.load import ConfigError, load_config
from jobs.config.page_sections import Network
from jobs.config.sections import (
    Alerts,
    Checks,
    Config,
    Digest,
    Partners,
    Permissions,
    Secrets,
    Slack,
    SlackMode,
    Store,
)

__all__ = [
    "Alerts",
    "Checks",
    "Config",
    "ConfigError",
    "Digest",
    "Network",
    "Partners",
    "Permissions",
    "Secrets",
    "Slack",
    "SlackMode",
    "Store",
    "load_config",
]
