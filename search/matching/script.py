"""The linear score as Elasticsearch computes it. One fixed script for each direction; only numbers and tokens are parameters.

`v` is the audience's field group. Field names are put in when this module is read, never from a request.
"""

from __future__ import annotations

from search.matching.closeness import MAX_DISTANCE, STEPS, STEPS_A_DECADE
from search.scope import Audience

# The engine refuses a score below zero, which a pair very unlike all past deals may have.
SHIFT = 64.0

# Shared by both directions: what does not depend on the other side's tokens.
_CLOSENESS = f"""
double closeness(double ask, double mean) {{
  return 1.0 - Math.min({MAX_DISTANCE}, Math.abs(ask - mean)) / {MAX_DISTANCE};
}}
"""

_INVESTOR = """
// The weight of one token among the numbers of a document, found by halving: hash above, 32-bit float below.
double sparse(LONGS held, long token) {
  int low = 0; int high = held.size() - 1;
  while (low <= high) {
    int middle = (low + high) >>> 1;
    long number = held.get(middle).longValue();
    long key = number >> 32;
    if (key == token) return (double) Float.intBitsToFloat((int) (number & 0xffffffffL));
    if (key < token) low = middle + 1; else high = middle - 1;
  }
  return 0.0;
}
// Both sides are in order, so many tokens are met in one walk along both.
double total(def tokens, LONGS held) {
  double sum = 0.0; int at = 0; int count = tokens.length;
  if (count == 0) return sum;
  long token = ((Number) tokens[0]).longValue();
  for (int i = 0; i < held.size(); i++) {
    long number = held.get(i).longValue();
    long key = number >> 32;
    while (token <= key) {
      if (token == key) sum += (double) Float.intBitsToFloat((int) (number & 0xffffffffL));
      if (++at == count) return sum;
      token = ((Number) tokens[at]).longValue();
    }
  }
  return sum;
}
"""

_INVESTOR_SCORE = """
if (doc['v.as_of'].size() == 0) return 0.0;
LONGS held = (LONGS) doc['v.sparse'];
double base = doc['v.baseline'].value;
double result = params.w_recent * Math.log(1.0 + doc['v.recent'].value * Math.pow(0.5, (params.now - doc['v.as_of'].value) / 12.0));
if (doc['v.last_deal_month'].size() > 0) {
  result += params.w_since / (1.0 + Math.max(0.0, params.now - doc['v.last_deal_month'].value) / 12.0);
}
result += params.w_first * doc['v.first_round_share'].value;
if (params.ask_known) result += params.w_distance * (closeness(params.ask, doc['v.mean_log_amount'].value) - params.usual);
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
if (params.w_likeness > 0) result += params.w_likeness * dotProduct(params.point, 'v.point');
return Math.max(0.0, result + SHIFT);
"""

_DEAL_SCORE = """
double result = params.constant;
if (doc['v.log_ask'].size() > 0) {
  double ask = doc['v.log_ask'].value;
  int step = (int) Math.min(LAST_STEP, Math.max(0, Math.floor(A_DECADE * ask)));
  result += params.w_distance * (closeness(ask, params.mean) - ((Number) params.usual[step]).doubleValue());
}
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
if (params.w_likeness > 0 && doc['v.point'].size() > 0) result += params.w_likeness * dotProduct(params.point, 'v.point');
return Math.max(0.0, result + SHIFT);
"""


def investor_script(audience: Audience) -> str:
    """Scores an investor's document against a startup given as parameters."""
    return _put_in(_CLOSENESS + _INVESTOR + _INVESTOR_SCORE, audience)


def deal_script(audience: Audience) -> str:
    """Scores a pitch's document against an investor given as parameters."""
    return _put_in(_CLOSENESS + _DEAL_SCORE, audience)


def _put_in(source: str, audience: Audience) -> str:
    # What is typed need not be looked up anew at every call.
    longs = "org.elasticsearch.index.fielddata.ScriptDocValues.Longs"
    constants = {"SHIFT": SHIFT, "LAST_STEP": STEPS - 1, "A_DECADE": STEPS_A_DECADE, "LONGS": longs}
    for name, value in constants.items():
        source = source.replace(name, str(value))
    return source.replace("'v.", f"'{audience}.")
