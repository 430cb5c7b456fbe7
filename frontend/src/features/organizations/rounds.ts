import type { RecordRoundData } from '@/api';

type Body = RecordRoundData['body'];

/** What the form holds: the amount is units of `currency` as text, so that no digit is lost. */
export type RoundValues = Pick<Body, 'closed_on' | 'closed_precision' | 'stage'> & {
  amount?: string | null;
  currency: NonNullable<Body['amount']>['currency'];
  leads?: string[];
  others?: string[];
};

/** What is sent. Once somebody is named as leading the others follow; before that nobody knows who led. */
export function roundBody({ amount, currency, leads = [], others = [], ...rest }: RoundValues): Body {
  const following = others.filter((id) => !leads.includes(id));
  const follows = leads.length > 0 ? false : null;
  return {
    ...rest,
    amount: amount ? { amount: String(amount), currency } : null,
    investors: [
      ...leads.map((organization) => ({ organization, is_lead: true })),
      ...following.map((organization) => ({ organization, is_lead: follows })),
    ],
  };
}
