#!/usr/bin/env bash
# Starts the program once on an empty folder, which loads the five plans, and stops it when it is ready.
#   fill-folder.sh PROGRAM FOLDER
set -euo pipefail
unset HIERARCHY_DB
HIERARCHY_DATA=$2 HIERARCHY_PORT=0 dotnet "$1" >"$2.log" 2>&1 &
program=$!
while kill -0 "$program" 2>/dev/null && ! grep -q '^ready ' "$2.log"; do
    sleep 0.1
done
kill -TERM "$program" 2>/dev/null || true
wait "$program"
