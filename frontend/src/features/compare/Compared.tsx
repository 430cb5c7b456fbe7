import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '@/api';
import { AppLink } from '@/shared/AppLink';
import cards from '@/shared/cards/cards.module.css';
import { OrganizationBadges } from '@/shared/cards/OrganizationBadges';
import { formatDate } from '@/shared/format';
import { Icon } from '@/shared/icons';
import { oneLiner, organizationName } from '@/shared/names';
import css from './compare.module.css';
import { type Cell, type Deal, differing, type Group, type Row } from './rows';
import { useGroups } from './useGroups';

interface ComparedProps {
  comparison: Comparison;
  onlyDifferences: boolean;
  onRemove: (id: string) => void;
}

/** The table: one column for each project, one row for each question, the questions staying in sight. */
export function Compared({ comparison, onlyDifferences, onRemove }: ComparedProps) {
  const { t, i18n } = useTranslation('compare');
  const groups = useGroups(comparison);
  const shown = onlyDifferences ? differing(groups) : groups;
  const { deals, model, rates_as_of } = comparison;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section className={css.scroll} aria-label={t('table')} tabIndex={0}>
        <table className={css.table} style={{ '--columns': deals.length } as CSSProperties}>
          <thead>
            <tr>
              <td />
              {deals.map((deal) => (
                <Head key={deal.pitch.id} deal={deal} onRemove={onRemove} />
              ))}
            </tr>
          </thead>
          {shown.map((group) => (
            <Part key={group.key} group={group} deals={deals} />
          ))}
        </table>
      </section>
      {shown.length === 0 ? <p className={css.hint}>{t('no_difference')}</p> : null}
      <p className={css.hint}>{t('rates', { day: formatDate(rates_as_of, i18n.language) })}</p>
      {model ? <p className={css.hint}>{t('model')}</p> : null}
    </>
  );
}

function Head({ deal, onRemove }: { deal: Deal; onRemove: (id: string) => void }) {
  const { t, i18n } = useTranslation('compare');
  const { pitch } = deal;
  const name = organizationName(pitch.organization, i18n.language);
  return (
    <th scope="col">
      <div className={css.head}>
        <AppLink href={`/deals/${pitch.id}`}>{name}</AppLink>
        <button type="button" aria-label={t('remove', { name })} onClick={() => onRemove(pitch.id)}>
          <Icon name="close" size={16} />
        </button>
      </div>
      <p className={css.line}>{oneLiner(pitch, i18n.language)}</p>
      <p className={cards.badges}>
        <OrganizationBadges organization={pitch.organization} />
      </p>
    </th>
  );
}

function Part({ group, deals }: { group: Group; deals: Deal[] }) {
  return (
    <tbody>
      <tr className={css.part}>
        <th scope="rowgroup">{group.title}</th>
        {group.shut.map((why, at) => (
          <td key={deals[at]?.pitch.id}>{why ? <Shut text={why} /> : null}</td>
        ))}
      </tr>
      {group.rows.map((row) => (
        <Line key={row.key} row={row} deals={deals} />
      ))}
    </tbody>
  );
}

function Line({ row, deals }: { row: Row; deals: Deal[] }) {
  const { t } = useTranslation('compare');
  return (
    <tr className={row.differs ? undefined : css.same}>
      <th scope="row">
        {row.label}
        {row.differs ? (
          <span className={css.mark}>
            <span aria-hidden="true">≠</span>
            <span className="visually-hidden"> {t('differs')}</span>
          </span>
        ) : null}
      </th>
      {row.cells.map((cell, at) => (
        <td key={deals[at]?.pitch.id}>
          <Said cell={cell} />
        </td>
      ))}
    </tr>
  );
}

const MARK = { passed: 'check', failed: 'close', not_stated: 'question' } as const;

function Said({ cell }: { cell: Cell }) {
  const { t } = useTranslation('compare');
  if (cell.shut) return <Shut text={t('shut')} />;
  if (cell.text === '') return <span className={css.silent}>{t('silent')}</span>;
  return (
    <>
      <span className={cell.mark ? css[cell.mark] : css.text}>
        {cell.mark ? <Icon name={MARK[cell.mark]} size={15} /> : null}
        {cell.text}
      </span>
      {cell.note ? <span className={css.note}>{cell.note}</span> : null}
    </>
  );
}

function Shut({ text }: { text: string }) {
  return (
    <span className={css.shut}>
      <Icon name="shield" size={15} />
      {text}
    </span>
  );
}
