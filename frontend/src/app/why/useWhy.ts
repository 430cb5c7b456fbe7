import { useTranslation } from 'react-i18next';
import type { Gate, Reason } from '@/api';
import { useSectors } from '@/app/sectors';
import { formatPercent } from '@/shared/format';
import { useStageLabel } from '@/shared/labels';
import { money, moneyRange } from '@/shared/money';
import type { Gate as ShownGate, Reason as ShownReason } from '@/shared/reasons/reasons';
import { gateEvidence, reasonEvidence, type Words } from './evidence';

interface Why {
  gates: readonly Gate[];
  reasons: readonly Reason[];
}

function useWords(): Words {
  const { t, i18n } = useTranslation('why');
  const { nameOf } = useSectors();
  const stage = useStageLabel();
  const say = t as unknown as (key: string, values?: object) => string;
  const whole = (figure: number, currency: string) => ({ amount: String(Math.round(figure)), currency });
  // Dollar figures are means on a logarithmic scale: two digits of them mean something.
  const about = (figure: number) => Math.round(Number(figure.toPrecision(2)));
  return {
    sector: nameOf,
    stage,
    amount: (figure, currency) =>
      money(whole(currency === 'USD' ? about(figure) : figure, currency), i18n.language),
    range: (low, high) => moneyRange(whole(low, 'CNY'), whole(high, 'CNY'), i18n.language) ?? '',
    percent: (share) => formatPercent(share, i18n.language),
    day: (day) => day.slice(0, 7),
    list: (parts) => parts.join(t('list')),
    say: (key, values = {}) =>
      say(key, { ...values, defaultValue: key.startsWith('bucket.') ? stage(key.slice(7)) : '' }),
  };
}

/** Puts gates and reasons into the words of the page. Codes this build does not know are shown as they are. */
export function useWhy(): (why: Why) => { gates: ShownGate[]; reasons: ShownReason[] } {
  const { t } = useTranslation('why');
  const words = useWords();
  const label = t as unknown as (key: string, values: object) => string;
  return ({ gates, reasons }) => ({
    gates: gates.map((gate) => ({
      code: gate.code,
      state: gate.state,
      label: label(`gate.${gate.code}`, { defaultValue: gate.code }),
      evidence: gateEvidence(gate, words),
    })),
    reasons: reasons.map((reason) => ({
      code: reason.code,
      contribution: reason.contribution,
      label: label(reason.contribution < 0 ? `against.${reason.code}` : `reason.${reason.code}`, {
        defaultValue: reason.code,
      }),
      evidence: reasonEvidence(reason, words),
    })),
  });
}
