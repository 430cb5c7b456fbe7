import { askOf, placeOf } from '@/shared/cards/facts';
import { asked, type Deal, type Group } from './rows';
import type { Words } from './useGroups';

/** What everybody reads of a project: the round it raises, and who it is. */
export function headline(deals: Deal[], words: Words): Group {
  const { say, label } = words;
  const row = (key: string, name: string, tell: (deal: Deal) => string | null) =>
    asked(key, say(name), deals, tell);
  return {
    key: 'headline',
    title: say('group.headline'),
    shut: deals.map(() => null),
    rows: [
      ...row('sectors', 'deals:deal.sectors', ({ pitch }) => words.sectors(pitch.sectors)),
      ...row('stage', 'deals:facet.stage', ({ pitch }) => words.stage(pitch.stage)),
      ...row('ask', 'deals:facet.amount', (deal) => askIn(deal, words)),
      ...row('instrument', 'deals:facet.instrument', ({ pitch }) => label('instrument', pitch.instrument)),
      ...row('lead', 'deals:facet.lead_wanted', ({ pitch }) => words.yesNo(pitch.lead_wanted)),
      ...row(
        'closes',
        'deals:deal.close_by',
        ({ pitch }) => pitch.close_by_date && words.day(pitch.close_by_date),
      ),
      ...row('place', 'deals:table.place', ({ pitch }) => placeOf(pitch)),
      ...row('founded', 'deals:facet.founded', ({ founded_on }) => founded_on?.slice(0, 4) ?? null),
      ...row('model', 'deals:facet.business_model', ({ pitch }) =>
        label('business_model', pitch.business_model),
      ),
      ...row('customers', 'deals:deal.customers', ({ pitch }) => pitch.customer_type),
      ...row(
        'confirmed',
        'deals:deal.confirmed',
        ({ pitch }) => pitch.last_confirmed_at && words.day(pitch.last_confirmed_at),
      ),
    ],
  };
}

/** The ask as its page tells it, and what it comes to in the street's currency. */
function askIn({ pitch, cny }: Deal, { amount }: Words): string | null {
  const { low, high } = askOf(pitch);
  const [least, most] = pitch.amount_target
    ? [cny.amount_target, cny.amount_target]
    : [cny.amount_min, cny.amount_max];
  if (low && high && low.amount === high.amount) return amount(low, least);
  const ends = [low && `≥ ${amount(low, least)}`, high && `≤ ${amount(high, most)}`];
  return ends.filter(Boolean).join(' · ') || null;
}
