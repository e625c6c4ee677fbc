"""What is here for another Python to run is no module of tests."""

collect_ignore = ["libical_worker.py"]
