"""The linear score as Elasticsearch computes it. One fixed script for each direction; only numbers and tokens are parameters.

`v` is the audience's field group. Field names are put in when this module is read, never from a request.
"""

from __future__ import annotations

from search.matching.score import MAX_DISTANCE, UNKNOWN_ASK
from search.scope import Audience

# Shared by both directions: what does not depend on the other side's tokens.
_CLOSENESS = f"""
double closeness(boolean known, double ask, double mean) {{
  if (!known) return {UNKNOWN_ASK};
  return 1.0 - Math.min({MAX_DISTANCE}, Math.abs(ask - mean)) / 2.0;
}}
"""

_INVESTOR = """
// The weight of one token among the numbers of a document, found by halving: hash above, 32-bit float below.
double sparse(def held, long token) {
  int low = 0; int high = held.size() - 1;
  while (low <= high) {
    int middle = (low + high) >>> 1;
    long number = held.get(middle);
    long key = number >> 32;
    if (key == token) return (double) Float.intBitsToFloat((int) (number & 0xffffffffL));
    if (key < token) low = middle + 1; else high = middle - 1;
  }
  return 0.0;
}
double total(def tokens, def held) {
  double sum = 0.0;
  for (int i = 0; i < tokens.length; i++) sum += sparse(held, ((Number) tokens[i]).longValue());
  return sum;
}
"""

_INVESTOR_SCORE = """
if (doc['v.as_of'].size() == 0) return 0.0;
def held = doc['v.sparse'];
double base = doc['v.baseline'].value;
double result = params.w_recent * Math.log(1.0 + doc['v.recent'].value * Math.pow(0.5, (params.now - doc['v.as_of'].value) / 12.0));
if (doc['v.last_deal_month'].size() > 0) {
  result += params.w_since / (1.0 + Math.max(0.0, params.now - doc['v.last_deal_month'].value) / 12.0);
}
result += params.w_first * doc['v.first_round_share'].value;
result += params.w_distance * closeness(params.ask_known, params.ask, doc['v.mean_log_amount'].value);
if (params.has_profile) result += Math.max(0.0, dotProduct(params.profile, 'v.profile_vector'));
for (int i = 0; i < params.single.length; i++) {
  result += params.single_weights[i] * sparse(held, ((Number) params.single[i]).longValue());
}
if (params.sector_count > 0) {
  double sum = params.has_sector ? dotProduct(params.sector, 'v.sector_vector') : 0.0;
  sum += total(params.sector_sparse, held);
  result += params.w_sector * Math.max(0.0, sum / params.sector_count - base);
}
if (params.text.length > 0) {
  result += params.w_text * Math.max(0.0, total(params.text, held) / params.text.length - base);
}
def homes = doc['v.home'];
for (int i = 0; i < homes.size(); i++) {
  def w = params.home[homes.get(i)];
  if (w != null) result += w;
}
if (params.portfolio_max > 0) result += params.w_portfolio * Math.min(1.0, _score / params.portfolio_max);
return result;
"""

_DEAL_SCORE = """
boolean known = doc['v.log_ask'].size() > 0;
double result = params.constant + params.w_distance * closeness(known, known ? doc['v.log_ask'].value : 0.0, params.mean);
def tokens = doc['v.match_tokens'];
double sectors = 0.0; int sector_count = 0; double texts = 0.0; int text_count = 0;
for (int i = 0; i < tokens.size(); i++) {
  String token = tokens.get(i);
  def value = params.values[token];
  char group = token.charAt(0);
  if (group == (char) 's') { sector_count++; if (value != null) sectors += value; }
  else if (group == (char) 't') { text_count++; if (value != null) texts += value; }
  else if (value != null) result += value;
}
if (sector_count > 0) result += params.w_sector * Math.max(0.0, sectors / sector_count - params.base);
if (text_count > 0) result += params.w_text * Math.max(0.0, texts / text_count - params.base);
def homes = doc['v.home'];
for (int i = 0; i < homes.size(); i++) {
  def w = params.home[homes.get(i)];
  if (w != null) result += w;
}
return result;
"""


def investor_script(audience: Audience) -> str:
    """Scores an investor's document against a startup given as parameters."""
    return (_CLOSENESS + _INVESTOR + _INVESTOR_SCORE).replace("'v.", f"'{audience}.")


def deal_script(audience: Audience) -> str:
    """Scores a pitch's document against an investor given as parameters."""
    return (_CLOSENESS + _DEAL_SCORE).replace("'v.", f"'{audience}.")
