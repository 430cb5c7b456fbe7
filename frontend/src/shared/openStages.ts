/** Rounds a startup may be raising now, earliest first; the later codes occur in recorded history only. */
export const OPEN_STAGES = [
  'seed',
  'angel',
  'pre_a',
  'series_a',
  'series_a_plus',
  'series_b',
  'series_b_plus',
  'series_c',
  'series_d_plus',
  'pre_ipo',
  'strategic',
] as const;
