import type { AnyRoute } from '@tanstack/react-router';
import i18next from 'i18next';
import { MESSAGES } from './pages.gen';

type Component = { preload?: (() => Promise<void>) | undefined };

/**
 * A page's messages come with its code, all of them. What asks for its own only once it is drawn takes the whole page away
 * from under the reader's hands until they are there.
 */
export function loadMessagesWithPages(routes: Iterable<[string, AnyRoute]>): void {
  for (const [id, route] of routes) {
    const component = route.options.component as Component | undefined;
    const namespaces = MESSAGES[id];
    if (!component || !namespaces) continue;
    const code = component.preload;
    component.preload = async () => {
      await Promise.all([code?.(), i18next.loadNamespaces(namespaces)]);
    };
  }
}
