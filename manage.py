#!/usr/bin/env python
"""Django's commands. Settings are those of the live service unless DJANGO_SETTINGS_MODULE names others."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fingerpost.site.settings.live")
    execute_from_command_line(sys.argv)
