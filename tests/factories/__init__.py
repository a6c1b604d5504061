from tests.factories.auditportal import *  # noqa: F403 - one name for all factories
