"""Where Elasticsearch comes from on this machine: the first source that works, or a sentence how to get one."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.local import cache, docker, java, maven, releases
from infra.local.java import Java
from infra.local.releases import Release

INSTALL = "install Java 21 or newer and Maven (Debian: apt-get install openjdk-17-jdk-headless maven)"


@dataclass(frozen=True)
class FromUrl:
    """Somebody else's cluster: used as it is, never started or stopped."""

    url: str


@dataclass(frozen=True)
class FromJava:
    """An unpacked release and a Java that carries it; `folder` None means it is to be fetched first."""

    release: Release
    java: Java
    folder: Path | None


@dataclass(frozen=True)
class FromDocker:
    """A daemon that answers."""

    version: str


@dataclass(frozen=True)
class Nothing:
    """Reduced mode. `fix` is one sentence."""

    fix: str


Source = FromUrl | FromJava | FromDocker | Nothing


def _fix(javas: list[Java]) -> str:
    chosen = releases.choose(javas)
    if chosen is not None:
        return f"Java {chosen[1].major} is here but Maven is not: install Maven (Debian: apt-get install maven) and start again."
    if not javas:
        return f"No Java was found: {INSTALL}, or set ELASTICSEARCH_URL, and start again."
    seen = ", ".join(f"{found.major} ({found.unfit or 'no release fits'})" for found in javas)
    return f"No fitting Java was found, only {seen}: {INSTALL}, or set ELASTICSEARCH_URL, and start again."


def find(environment: Mapping[str, str] = os.environ) -> Source:
    """Choose in the order ELASTICSEARCH_URL, Java with the cache or Maven, Docker, nothing."""
    url = environment.get("ELASTICSEARCH_URL")
    if url:
        return FromUrl(url)
    javas = java.find(environment)
    for release in releases.RELEASES:
        carrier = next((found for found in javas if release.fits(found)), None)
        if carrier is None:
            continue
        folder = cache.find(release)
        if folder is not None or maven.program() is not None:
            return FromJava(release, carrier, folder)
    version = docker.daemon_version()
    if version:
        return FromDocker(version)
    return Nothing(_fix(javas))
