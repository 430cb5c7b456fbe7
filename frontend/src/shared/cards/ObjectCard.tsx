import type { ReactNode } from 'react';
import type { OrganizationBrief } from '@/api';
import { AppLink } from '../AppLink';
import css from './cards.module.css';
import { Highlighted } from './Highlighted';
import { OrganizationBadges } from './OrganizationBadges';
import { OrganizationMark } from './OrganizationMark';

interface ObjectCardProps {
  href: string;
  name: string;
  /** The name in pieces, with what was searched for marked. */
  pieces: { text: string; hit: boolean }[] | undefined;
  organization: OrganizationBrief;
  /** Before what the street knows of the organization. */
  badge?: string | null;
  amount: { label: string; value: ReactNode };
  line: ReactNode;
  tags: { label: string; items: ReactNode };
  meta: ReactNode;
  /** At the end of the last line. */
  action?: ReactNode;
  children: ReactNode;
}

/** One organization or its project in a list: the frame of `DealCard` and `InvestorCard`. */
export function ObjectCard(props: ObjectCardProps) {
  const { href, name, pieces, organization, badge, amount, line, tags, meta, action, children } = props;
  return (
    <article className={css.card}>
      <div className={css.head}>
        <OrganizationMark name={name} logoUrl={organization.logo_url} />
        <div className={css.titles}>
          <h3 className={css.name}>
            <AppLink href={href}>
              <Highlighted pieces={pieces} text={name} />
            </AppLink>
          </h3>
          <p className={css.badges}>
            {badge ? <span>{badge}</span> : null}
            <OrganizationBadges organization={organization} />
          </p>
        </div>
        <p className={css.ask}>
          <span className={css.askLabel}>{amount.label}</span>
          <strong>{amount.value}</strong>
        </p>
      </div>
      {line ? <p className={css.line}>{line}</p> : null}
      <ul className={css.tags} aria-label={tags.label}>
        {tags.items}
      </ul>
      {meta || action ? (
        <div className={css.last}>
          <p className={css.meta}>{meta}</p>
          {action}
        </div>
      ) : null}
      {children}
    </article>
  );
}
