"""The embedded PostgreSQL and Valkey of a newcomer's machine; production names its own."""
