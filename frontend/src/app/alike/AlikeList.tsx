import type { ReactNode } from 'react';
import { AppLink } from '@/shared/AppLink';
import { OrganizationMark } from '@/shared/cards/OrganizationMark';
import css from './alike.module.css';

export interface AlikeRow {
  id: string;
  href: string;
  name: string;
  logoUrl: string | null;
  line: ReactNode;
  reasons: string[];
}

/** Others that are alike, each with what both share in a few words. */
export function AlikeList({ rows, label }: { rows: AlikeRow[]; label: string }) {
  return (
    <ul className={css.list}>
      {rows.map(({ id, href, name, logoUrl, line, reasons }) => (
        <li key={id}>
          <OrganizationMark name={name} logoUrl={logoUrl} size={40} />
          <div className={css.text}>
            <AppLink href={href}>{name}</AppLink>
            {line ? <p className={css.line}>{line}</p> : null}
            <ul className={css.reasons} aria-label={label}>
              {reasons.map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
          </div>
        </li>
      ))}
    </ul>
  );
}
