"""Where styles and scripts come from."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class NamedByContent(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Static files with a fingerprint in their names, so that browsers may keep them; imports in scripts follow."""

    support_js_module_import_aggregation = True
