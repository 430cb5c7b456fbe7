from tests.backend.live.conftest import direct_port

__all__ = ["direct_port"]
