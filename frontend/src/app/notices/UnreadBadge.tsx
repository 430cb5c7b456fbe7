import { badgeText } from './badge';
import css from './notices.module.css';
import { useUnread } from './useUnread';

/** The number on the bell. The control it sits on says it in words. */
export function UnreadBadge() {
  const unread = useUnread();
  return unread > 0 ? (
    <span className={css.badge} aria-hidden="true">
      {badgeText(unread)}
    </span>
  ) : null;
}
