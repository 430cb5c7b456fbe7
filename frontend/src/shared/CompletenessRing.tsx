import { useTranslation } from 'react-i18next';
import { formatPercent } from './format';

const RADIUS = 26;
const LENGTH = 2 * Math.PI * RADIUS;

/** How complete something is; `value` from 0 to 1. */
export function CompletenessRing({ value, size = 64 }: { value: number; size?: number }) {
  const { t, i18n } = useTranslation();
  const share = Math.min(1, Math.max(0, value));
  const percent = formatPercent(share, i18n.language);
  const label = t('completeness.label', { percent });
  return (
    <svg role="img" aria-label={label} width={size} height={size} viewBox="0 0 64 64">
      <title>{label}</title>
      <circle cx="32" cy="32" r={RADIUS} fill="none" stroke="var(--surface-sunk)" strokeWidth="7" />
      <circle
        cx="32"
        cy="32"
        r={RADIUS}
        fill="none"
        stroke={share === 1 ? 'var(--ok)' : 'var(--primary)'}
        strokeWidth="7"
        strokeLinecap="round"
        strokeDasharray={`${share * LENGTH} ${LENGTH}`}
        transform="rotate(-90 32 32)"
      />
      <text x="32" y="37" textAnchor="middle" fontSize="15" fontWeight="650" fill="var(--text)">
        {percent}
      </text>
    </svg>
  );
}
