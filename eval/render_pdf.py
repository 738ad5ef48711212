"""HTML printed to PDF by a headless Chromium, once for each text."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
_SECONDS = 180


def find_chromium() -> str | None:
    """The browser that prints: the environment's ``CHROMIUM``, else the first one installed."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)


def print_pdf(name: str, html: str, folder: Path, chromium: str) -> Path:
    """``html`` as ``<name>-<hash>.pdf`` in ``folder``; raises RuntimeError when the browser makes none."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}-{hashlib.sha256(html.encode()).hexdigest()[:12]}.pdf"
    if target.is_file():
        return target
    with tempfile.TemporaryDirectory(dir=folder) as work:
        source, made = Path(work, "page.html"), Path(work, "page.pdf")
        source.write_text(html, encoding="utf-8")
        profile = f"--user-data-dir={work}/profile"
        command = [chromium, *_OPTIONS, profile, f"--print-to-pdf={made}", source.as_uri()]
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        if not made.is_file():
            raise RuntimeError(f"{chromium} printed nothing: {done.stderr.decode(errors='replace')[-500:]}")
        made.replace(target)
    return target
