"""The site's settings with quick passwords and no manifest; the database as asked."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "MINGJING_DATA" not in os.environ:
    # Workers inherit the name; only the process that made the folder removes it.
    os.environ["MINGJING_DATA"] = tempfile.mkdtemp(prefix="mingjing-test-")
    atexit.register(shutil.rmtree, os.environ["MINGJING_DATA"], ignore_errors=True)

from mingjing.config.settings import *  # noqa: F403
from mingjing.config.settings import DATABASES, INSTALLED_APPS

INSTALLED_APPS = ["tests.support", *INSTALLED_APPS]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MINGJING_COUNTY = "澄溪县"
MFA_REQUIRED_ROLES: list[str] = []
FILES_ROOT = Path(os.environ["MINGJING_DATA"]) / "files"
# Each worker has a record of its own, and so its own heads.
LEDGER_ROOT = (
    FILES_ROOT.parent / os.environ.get("PYTEST_XDIST_WORKER", "one") / "ledger"
)
MINIMISING_KEY = LEDGER_ROOT.with_name("minimise.key")
LEDGER_KEY = LEDGER_ROOT.with_name("ledger.key")
if "sqlite" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": None}
    # In memory there is nothing to write ahead.
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": 20}
