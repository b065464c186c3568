#!/bin/sh
# Runs a module of the trainer: run.sh MODULE OPTIONS…, for example run.sh train --work DIR. Set PYTHON to the venv's.
# glibc gives large blocks back to the system after every operator and faults them in again: 5 to 40 % of the time.
cd "$(dirname "$0")" || exit 1
export MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=100000000000 MALLOC_TOP_PAD_=67108864 MALLOC_ARENA_MAX=1
module=$1
shift
exec "${PYTHON:-python3}" -m "gloss_training.$module" "$@"
