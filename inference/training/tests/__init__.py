"""Run by `python -m unittest` in the folder above; no network, no corpus."""
