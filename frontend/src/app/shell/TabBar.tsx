import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Icon, type IconName } from '@/shared/icons';
import { UnreadBadge } from '../notices/UnreadBadge';
import { useUnread } from '../notices/useUnread';
import { useViewer } from '../viewer';
import { type NavKey, tabNav } from './nav';
import css from './shell.module.css';
import { useKnownRoutes } from './useKnownRoutes';

const ICONS: Partial<Record<NavKey, IconName>> = {
  home: 'home',
  deals: 'rocket',
  investors: 'coins',
  events: 'desk',
  startup: 'desk',
  investor: 'desk',
  startup_matches: 'match',
  investor_matches: 'match',
  operator: 'shield',
  inbox: 'bell',
  me: 'person',
  login: 'person',
};

export function TabBar() {
  const { t } = useTranslation();
  const items = useKnownRoutes(tabNav(useViewer() ?? null));
  const unread = useUnread();
  return (
    <nav className={css.tabbar} aria-label={t('a11y.tabs')}>
      {items.map(({ key, href }) => (
        <AppLink
          key={key}
          href={href}
          current={href === '/' ? 'exact' : 'prefix'}
          {...(key === 'inbox' && unread > 0 ? { 'aria-label': t('a11y.unread', { count: unread }) } : {})}
        >
          <Icon name={ICONS[key] ?? 'desk'} size={22} />
          {key === 'inbox' ? <UnreadBadge /> : null}
          <span>{t(`nav.${key}`)}</span>
        </AppLink>
      ))}
    </nav>
  );
}
