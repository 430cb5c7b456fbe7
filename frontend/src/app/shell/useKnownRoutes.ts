import { useRouter } from '@tanstack/react-router';
import type { NavItem } from './nav';

/** Keeps the entries whose page exists in the route tree of this build. */
export function useKnownRoutes(items: NavItem[]): NavItem[] {
  const { routesByPath } = useRouter();
  const known = new Set<string>(Object.keys(routesByPath));
  return items.filter(({ href }) => known.has(href) || known.has(`${href}/`));
}
