import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Notification } from '@/api';
import { AppLink } from '@/shared/AppLink';
import { Time } from '@/shared/Time';
import css from './inbox.module.css';

interface RowProps {
  item: Notification;
  onMark: (id: string, read: boolean) => void;
}

/** One piece of news. Opening the page it is about reads it. */
export function Row({ item, onMark }: RowProps) {
  const { t } = useTranslation('inbox');
  const isRead = item.read_at !== null;
  return (
    <li className={isRead ? undefined : css.unread}>
      <div>
        <AppLink href={item.path} onClick={() => (isRead ? undefined : onMark(item.id, true))}>
          {isRead ? null : <span className="visually-hidden">{t('unread')} </span>}
          {item.title}
        </AppLink>
        {item.text ? <p className={css.text}>{item.text}</p> : null}
        <p className={css.quiet}>
          {item.group_title} · <Time value={item.created_at} />
        </p>
      </div>
      <Button
        type="text"
        aria-label={t(isRead ? 'mark_unread_of' : 'mark_read_of', { title: item.title })}
        onClick={() => onMark(item.id, !isRead)}
      >
        {t(isRead ? 'mark_unread' : 'mark_read')}
      </Button>
    </li>
  );
}
