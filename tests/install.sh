#!/usr/bin/env bash
# Installs what the tests need and this machine lacks. Debian and Ubuntu, as root.
set -euo pipefail
