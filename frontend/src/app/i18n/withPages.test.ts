import i18next from 'i18next';
import { expect, test, vi } from 'vitest';
import { MESSAGES } from './pages.gen';
import { loadMessagesWithPages } from './withPages';

type Routes = Parameters<typeof loadMessagesWithPages>[0];

/** A route as far as this needs one. */
const routeOf = (component: object | undefined) => ({ options: { component } });
const asRoutes = (routes: [string, object][]) => routes as unknown as Routes;

test('a page is there once its code and all its messages are', async () => {
  const steps: string[] = [];
  let arrive: () => void = () => undefined;
  vi.spyOn(i18next, 'loadNamespaces').mockImplementation((namespaces) => {
    steps.push(`asked for ${[namespaces].flat().join(' ')}`);
    return new Promise<void>((resolve) => {
      arrive = () => resolve();
    });
  });
  const page = { preload: async () => void steps.push('code') };
  const other = { preload: async () => void steps.push('other code') };
  loadMessagesWithPages(
    asRoutes([
      ['/_app/startup/matches', routeOf(page)],
      ['/without-messages', routeOf(other)],
      ['/_app/coverage', routeOf(undefined)],
    ]),
  );

  const loading = page.preload().then(() => steps.push('there'));
  await other.preload();
  await Promise.resolve();
  expect(steps).toEqual(['code', 'asked for cards matching saved why', 'other code']);
  arrive();
  await loading;
  expect(steps.at(-1)).toBe('there');
});

test('messages of what a page imports are its own, of what it loads later are not', () => {
  // The cards and why they fit stand in files of others; the table is loaded when it is chosen.
  expect(MESSAGES['/_app/startup/matches']).toEqual(['cards', 'matching', 'saved', 'why']);
  expect(MESSAGES['/rooms/$id_/remote']).toEqual(['live']);
});
