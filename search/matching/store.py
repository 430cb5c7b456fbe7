"""The model of past deals, kept beside the indices so that every process scores alike."""

from __future__ import annotations

import json
from datetime import date

from elasticsearch import NotFoundError

from search.client import Connection, translated
from search.matching import weighting
from search.matching.model import Model

_ID = "live"


def save(connection: Connection, prefix: str, model: Model) -> None:
    """Make `model` the one that is loaded from now on. Raises SearchUnavailable."""
    payload = json.dumps(
        {
            "version": model.version,
            "learned_on": model.learned_on.isoformat(),
            "deals": model.deals,
            "shares": dict(model.shares),
            "mean_log_amount": model.mean_log_amount,
            "sector_dims": model.sector_dims,
            "profile_dims": model.profile_dims,
            "weights": model.weights.version,
        }
    )
    with translated():
        connection.writes.options(ignore_status=400).indices.create(
            index=f"{prefix}model",
            settings={"number_of_shards": 1, "auto_expand_replicas": "0-1"},
            mappings={
                "dynamic": "strict",
                "properties": {"payload": {"type": "keyword", "index": False, "doc_values": False}},
            },
        )
        connection.writes.index(index=f"{prefix}model", id=_ID, document={"payload": payload}, refresh=True)


def load(connection: Connection, prefix: str) -> Model | None:
    """The model saved last; None when there is none yet. Raises SearchUnavailable."""
    with translated():
        try:
            raw = json.loads(connection.writes.get(index=f"{prefix}model", id=_ID)["_source"]["payload"])
        except NotFoundError:
            return None
    return Model(
        version=raw["version"],
        learned_on=date.fromisoformat(raw["learned_on"]),
        deals=raw["deals"],
        shares=raw["shares"],
        mean_log_amount=raw["mean_log_amount"],
        sector_dims=tuple(raw["sector_dims"]),
        profile_dims=tuple(raw["profile_dims"]),
        weights=weighting.shipped(raw["weights"]),
    )
