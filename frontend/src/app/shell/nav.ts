import { type Role, rolesOf, type Viewer } from '../viewer';

export type NavKey =
  | 'home'
  | 'deals'
  | 'investors'
  | 'events'
  | 'startup'
  | 'pitch'
  | 'startup_matches'
  | 'investor'
  | 'theses'
  | 'investor_matches'
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
  startup: { key: 'startup', href: '/startup' },
  pitch: { key: 'pitch', href: '/startup/pitch' },
  startup_matches: { key: 'startup_matches', href: '/startup/matches' },
  investor: { key: 'investor', href: '/investor' },
  theses: { key: 'theses', href: '/investor/profile' },
  investor_matches: { key: 'investor_matches', href: '/investor/matches' },
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
  ['investor', ['investor', 'theses', 'investor_matches']],
  ['operator', ['operator']],
];

const TABS: [Role, NavKey[]][] = [
  ['startup', ['startup', 'startup_matches']],
  ['investor', ['investor', 'investor_matches']],
  ['operator', ['operator', 'deals']],
];

/** The header of a desktop, by what the viewer is. A person can be several things at once. */
export function mainNav(viewer: Viewer): NavItem[] {
  const roles = rolesOf(viewer);
  const own = MAIN.flatMap(([role, keys]) => (roles.has(role) ? keys : []));
  return [...own, 'deals' as const, 'investors' as const, 'events' as const].map((key) => ITEM[key]);
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
  return [ITEM.account, ITEM.tickets, ITEM.organizations, ITEM.org];
}
