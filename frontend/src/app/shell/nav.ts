import { type Role, rolesOf, type Viewer } from '../viewer';

export type NavKey =
  | 'home'
  | 'deals'
  | 'investors'
  | 'events'
  | 'coverage'
  | 'startup'
  | 'pitch'
  | 'startup_matches'
  | 'investor'
  | 'theses'
  | 'investor_matches'
  | 'searches'
  | 'operator'
  | 'organizations'
  | 'org'
  | 'tickets'
  | 'account'
  | 'inbox'
  | 'login'
  | 'me';

export interface NavItem {
  key: NavKey;
  href: string;
}

const ITEM: Record<NavKey, NavItem> = {
  home: { key: 'home', href: '/' },
  deals: { key: 'deals', href: '/deals' },
  investors: { key: 'investors', href: '/investors' },
  events: { key: 'events', href: '/events' },
  coverage: { key: 'coverage', href: '/coverage' },
  startup: { key: 'startup', href: '/startup' },
  pitch: { key: 'pitch', href: '/startup/pitch' },
  startup_matches: { key: 'startup_matches', href: '/startup/matches' },
  investor: { key: 'investor', href: '/investor' },
  theses: { key: 'theses', href: '/investor/profile' },
  investor_matches: { key: 'investor_matches', href: '/investor/matches' },
  searches: { key: 'searches', href: '/investor/searches' },
  operator: { key: 'operator', href: '/operator' },
  organizations: { key: 'organizations', href: '/organizations' },
  org: { key: 'org', href: '/org' },
  tickets: { key: 'tickets', href: '/me/tickets' },
  account: { key: 'account', href: '/account' },
  inbox: { key: 'inbox', href: '/inbox' },
  login: { key: 'login', href: '/login' },
  me: { key: 'me', href: '/account' },
};

const MAIN: [Role, NavKey[]][] = [
  ['startup', ['startup', 'pitch', 'startup_matches']],
  ['investor', ['investor', 'theses', 'investor_matches', 'searches']],
  ['operator', ['operator']],
];

const SHARED: NavKey[] = ['deals', 'investors', 'coverage', 'events'];

const TABS: [Role, NavKey[]][] = [
  ['startup', ['startup', 'startup_matches']],
  ['investor', ['investor', 'investor_matches']],
  ['operator', ['operator', 'deals']],
];

/** Everything a viewer would look for, by what the viewer is. A person can be several things at once. */
export function menuNav(viewer: Viewer): NavItem[] {
  const roles = rolesOf(viewer);
  const own = MAIN.flatMap(([role, keys]) => (roles.has(role) ? keys : []));
  return [...own, ...SHARED].map((key) => ITEM[key]);
}

/** The header of a desktop: startups and investors, whose own entries fill it, find the map on their desks and searches. */
export function mainNav(viewer: Viewer): NavItem[] {
  const roles = rolesOf(viewer);
  const isFull = roles.has('startup') || roles.has('investor');
  return menuNav(viewer).filter(({ key }) => !(isFull && key === 'coverage'));
}

/** The bottom bar of a phone: at most five, the first role decides. */
export function tabNav(viewer: Viewer): NavItem[] {
  const roles = rolesOf(viewer);
  const own =
    TABS.find(([role]) => roles.has(role))?.[1] ??
    (viewer ? ['deals', 'events'] : ['deals', 'investors', 'events']);
  const last = viewer ? (['inbox', 'me'] as const) : (['login'] as const);
  return ['home' as const, ...own, ...last].map((key) => ITEM[key]);
}

/** What stands in the account menu. */
export function accountNav(): NavItem[] {
  return [ITEM.account, ITEM.searches, ITEM.tickets, ITEM.organizations, ITEM.org];
}
