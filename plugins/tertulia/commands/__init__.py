"""What `invoke` tasks do, one file a task; tasks.py only names them."""
