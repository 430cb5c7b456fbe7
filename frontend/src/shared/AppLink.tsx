import { Link, useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes } from 'react';

interface AppLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** An address of this site, query included. */
  href: string;
  /** Adds `aria-current="page"` when the address is open; `prefix` also below it. */
  current?: 'exact' | 'prefix';
}

/** A link whose address comes from data. Where the route is known in code, use the router's typed `Link`. */
export function AppLink({ href, current, children, ...rest }: AppLinkProps) {
  const [path = '/', query = ''] = href.split('?');
  const search = useRouter().options.parseSearch(query ? `?${query}` : '');
  return (
    <Link
      to={path as never}
      search={search as never}
      activeOptions={{ exact: current !== 'prefix', includeSearch: false }}
      activeProps={current ? { 'aria-current': 'page' } : {}}
      {...rest}
    >
      {children}
    </Link>
  );
}
