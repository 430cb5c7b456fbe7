import { askedOf, type BlockName, type Deal, type Group, type Row } from './rows';
import type { Words } from './useGroups';

const count = (value: number | null) => (value === null ? null : String(value));
const percent = (value: string | number | null) => (value === null ? null : `${Number(value)}%`);

/** The parts of a project that its team may shut: terms, traction, people, patents. */
export function blockGroups(deals: Deal[], words: Words): Group[] {
  return [
    group('terms', deals, words, terms(deals, words)),
    group('traction', deals, words, traction(deals, words)),
    group('team', deals, words, team(deals, words)),
    group('ip', deals, words, ip(deals, words)),
  ];
}

function group(name: BlockName, deals: Deal[], { say, label }: Words, rows: Row[]): Group {
  const why = ({ pitch }: Deal) => {
    const block = pitch.blocks[name];
    return block.readable ? null : say(`lock.${block.why ?? 'closed'}`);
  };
  return { key: name, title: label('block', name), shut: deals.map(why), rows };
}

function terms(deals: Deal[], { say, amount, yesNo }: Words): Row[] {
  const row = rows('terms', deals);
  return [
    ...row('pre_money', say('deals:deal.pre_money'), (data, { cny }) =>
      amount(data.pre_money, cny.pre_money),
    ),
    ...row('min_ticket', say('deals:deal.min_ticket'), (data, { cny }) =>
      amount(data.min_ticket, cny.min_ticket),
    ),
    ...row('committed', say('deals:deal.committed'), (data, { cny }) =>
      amount(data.committed, cny.committed),
    ),
    ...row('lead_committed', say('deals:deal.lead_committed'), (data) => yesNo(data.lead_committed)),
    ...row('use', say('deals:deal.use'), (data) => data.use_of_proceeds),
  ];
}

function traction(deals: Deal[], { say, amount }: Words): Row[] {
  const row = rows('traction', deals);
  const years = [0, 1, 2].flatMap((back) =>
    row(`revenue_${back}`, say(`deals:traction.revenue_${back}`), ({ revenue_years }, { cny }) =>
      amount(revenue_years[back], back === 0 ? cny.revenue : null),
    ),
  );
  return [
    ...years,
    ...row('margin', say('deals:traction.margin'), (data) => percent(data.gross_margin_pct)),
    ...row('customers', say('deals:traction.customers'), (data) => count(data.customers)),
    ...row('letters', say('deals:traction.letters'), (data) => count(data.letters_of_intent)),
    ...row('cash', say('deals:traction.cash'), (data, { cny }) => amount(data.cash, cny.cash)),
    ...row('burn', say('deals:traction.burn'), (data, { cny }) =>
      amount(data.monthly_burn, cny.monthly_burn),
    ),
    ...row('runway', say('deals:traction.runway'), ({ runway_months: months }) =>
      months === null ? null : say('deals:traction.months', { count: months }),
    ),
    ...row('contracts', say('contracts'), (data) => data.key_contracts),
  ];
}

function team(deals: Deal[], { say }: Words): Row[] {
  const row = rows('team', deals);
  return [
    ...row('headcount', say('deals:team.headcount'), (data) => count(data.headcount)),
    ...row('rd_share', say('deals:team.rd_share'), (data) => percent(data.rd_share_pct)),
    ...row('members', say('people'), (data) =>
      data.members.map(({ name, role }) => [name, role].filter(Boolean).join(' ')).join('\n'),
    ),
  ];
}

function ip(deals: Deal[], { say }: Words): Row[] {
  const row = rows('ip', deals);
  return [
    ...row('granted', say('deals:ip.granted'), (data) => count(data.patents_granted)),
    ...row('pending', say('deals:ip.pending'), (data) => count(data.patents_pending)),
    ...row('software', say('deals:ip.software'), (data) => count(data.software_copyrights)),
    ...row('standards', say('deals:ip.standards'), (data) => count(data.standards)),
  ];
}

/** `askedOf` for one part, with the type of that part's data. */
function rows<Name extends BlockName>(name: Name, deals: Deal[]) {
  type Say = Parameters<typeof askedOf<Name>>[4];
  return (key: string, label: string, say: Say) => askedOf(name, key, label, deals, say);
}
