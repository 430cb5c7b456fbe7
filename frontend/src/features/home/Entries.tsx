import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Icon } from '@/shared/icons';
import css from './home.module.css';

const ENTRIES = [
  { key: 'deals', icon: 'rocket', href: '/deals' },
  { key: 'capital', icon: 'coins', href: '/investors' },
  { key: 'street', icon: 'street', href: '#street' },
] as const;

/** The three ways in, each for somebody else. */
export function Entries() {
  const { t } = useTranslation('home');
  return (
    <section className={`wrap ${css.section}`} aria-labelledby="entries">
      <h2 id="entries">{t('entries.title')}</h2>
      <ul className={css.entries}>
        {ENTRIES.map(({ key, icon, href }) => {
          const content = (
            <>
              <span className={css.entryIcon}>
                <Icon name={icon} size={26} />
              </span>
              <strong>{t(`entries.${key}_title`)}</strong>
              <span>{t(`entries.${key}_text`)}</span>
              <span className={css.entryWho}>
                {t(`entries.${key}_who`)}
                <Icon name="arrow" size={18} />
              </span>
            </>
          );
          return (
            <li key={key} className={css[key]}>
              {href.startsWith('#') ? <a href={href}>{content}</a> : <AppLink href={href}>{content}</AppLink>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
