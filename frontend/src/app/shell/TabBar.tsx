import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Icon, type IconName } from '@/shared/icons';
import { useViewer } from '../viewer';
import { type NavKey, tabNav } from './nav';
import css from './shell.module.css';
import { useKnownRoutes } from './useKnownRoutes';

const ICONS: Partial<Record<NavKey, IconName>> = {
  home: 'home',
  deals: 'rocket',
  investors: 'coins',
  startup: 'desk',
  investor: 'desk',
  startup_matches: 'match',
  investor_matches: 'match',
  operator: 'shield',
  me: 'person',
  login: 'person',
};

export function TabBar() {
  const { t } = useTranslation();
  const items = useKnownRoutes(tabNav(useViewer() ?? null));
  return (
    <nav className={css.tabbar} aria-label={t('a11y.tabs')}>
      {items.map(({ key, href }) => (
        <AppLink key={key} href={href} current={href === '/' ? 'exact' : 'prefix'}>
          <Icon name={ICONS[key] ?? 'desk'} size={22} />
          <span>{t(`nav.${key}`)}</span>
        </AppLink>
      ))}
    </nav>
  );
}
