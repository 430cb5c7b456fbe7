import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { QueueItem } from '@/api';
import { OrganizationMark } from '@/shared/cards/OrganizationMark';
import { Time } from '@/shared/Time';
import css from './operator.module.css';
import { useCodes } from './useCodes';
import { isOverdue, isRendering } from './validity';

/** Says when there is no page of the deck to read: not yet, or not at all. */
function DeckNote({ state }: { state: QueueItem['deck_state'] }) {
  const { t } = useTranslation('operator');
  if (state === 'refused') return <span className={css.overdue}>{t('queue.deck_failed')}</span>;
  return isRendering(state) ? <span className={css.quiet}>{t('queue.deck_rendering')}</span> : null;
}

/** One case in the queue; the whole row leads to it. */
export function QueueRow({ item }: { item: QueueItem }) {
  const { t } = useTranslation('operator');
  const code = useCodes();
  const { kind, id, title, organization, state, submitted_at, due_at } = item;
  const subtitle = kind === 'standing' ? code('standing', item.subtitle) : item.subtitle;
  return (
    <li>
      <Link className={css.row} to="/operator/cases/$kind/$id" params={{ kind, id }}>
        <OrganizationMark
          name={organization?.display_name ?? title}
          logoUrl={organization?.logo_url ?? null}
        />
        <span className={css.rowText}>
          <strong>{title}</strong>
          <span className={css.quiet}>{subtitle}</span>
        </span>
        <span className={css.rowSide}>
          <span className={css.badge}>{code('kind', kind)}</span>
          <DeckNote state={item.deck_state} />
          <span className={css.quiet}>
            {t('queue.submitted')} <Time value={submitted_at} />
          </span>
          {state === 'pending' ? (
            <span className={isOverdue(item) ? css.overdue : css.quiet}>
              {t(isOverdue(item) ? 'queue.overdue' : 'queue.due')} <Time value={due_at} />
            </span>
          ) : (
            <span className={state === 'approved' ? css.ok : css.overdue}>{code('state', state)}</span>
          )}
        </span>
      </Link>
    </li>
  );
}
