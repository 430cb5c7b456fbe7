import { expect, test } from 'vitest';
import type { Viewer } from '../viewer';
import { mainNav, menuNav, tabNav } from './nav';

function viewer(kinds: string[], is_operator = false): Viewer {
  const organizations = kinds.map((kind) => ({
    id: kind,
    display_name: kind,
    kind,
    role: 'owner',
    verification_state: 'x',
  }));
  return {
    id: '1',
    display_name: 'A',
    email: '',
    language: 'en',
    home: 'member',
    is_operator,
    organizations,
  } as unknown as Viewer;
}
const keys = (items: { key: string }[]) => items.map(({ key }) => key);

test.each([
  [
    'visitor',
    null,
    ['deals', 'investors', 'coverage', 'events'],
    ['home', 'deals', 'investors', 'events', 'login'],
  ],
  [
    'person without organization',
    viewer([]),
    ['deals', 'investors', 'coverage', 'events'],
    ['home', 'deals', 'events', 'inbox', 'me'],
  ],
  [
    'startup',
    viewer(['startup']),
    ['startup', 'pitch', 'startup_matches', 'deals', 'investors', 'events'],
    ['home', 'startup', 'startup_matches', 'inbox', 'me'],
  ],
  [
    'investor',
    viewer(['investment_firm']),
    ['investor', 'theses', 'investor_matches', 'searches', 'deals', 'investors', 'events'],
    ['home', 'investor', 'investor_matches', 'inbox', 'me'],
  ],
  [
    'operator',
    viewer([], true),
    ['operator', 'deals', 'investors', 'coverage', 'events'],
    ['home', 'operator', 'deals', 'inbox', 'me'],
  ],
])('%s sees its own entries', (_name, who, main, tabs) => {
  expect(keys(mainNav(who))).toEqual(main);
  expect(keys(tabNav(who))).toEqual(tabs);
});

test('several roles together still leave at most five tabs', () => {
  const everything = viewer(['startup', 'limited_partner'], true);
  expect(tabNav(everything)).toHaveLength(5);
  expect(keys(mainNav(everything))).toContain('operator');
});

test('the menu of a phone leads everybody to the map', () => {
  for (const who of [null, viewer([]), viewer(['startup']), viewer(['investment_firm']), viewer([], true)]) {
    expect(keys(menuNav(who))).toContain('coverage');
  }
});
