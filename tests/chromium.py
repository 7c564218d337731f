"""The browser of the tests: Debian's headless shell, which takes less of the cores, or its whole Chromium."""

import shutil

PROGRAM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
MISSING = "Chromium is missing (apt install chromium-headless-shell)"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
