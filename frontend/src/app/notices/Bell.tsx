import { useTranslation } from 'react-i18next';
import { AppLink } from '@/shared/AppLink';
import { Icon } from '@/shared/icons';
import css from './notices.module.css';
import { UnreadBadge } from './UnreadBadge';
import { useUnread } from './useUnread';

/** In the header of a desktop; a phone has its tab. */
export function Bell() {
  const { t } = useTranslation();
  const unread = useUnread();
  return (
    <AppLink
      href="/inbox"
      current="exact"
      className={css.bell ?? ''}
      aria-label={unread > 0 ? t('a11y.unread', { count: unread }) : t('nav.inbox')}
    >
      <Icon name="bell" />
      <UnreadBadge />
    </AppLink>
  );
}
