import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { HelperInvitation } from '@/api';
import { organizationName } from '@/shared/names';
import css from '../events.module.css';
import { span } from '../times';
import { kindName, titleOf } from '../words';

/** Which event, when, by whom, and in which role. */
export function Asked({ invitation }: { invitation: HelperInvitation }) {
  const { t, i18n } = useTranslation('hosting');
  const { organization, host, role, lists } = invitation;
  const language = i18n.language;
  const names = lists.map((list) => kindName(list, language)).join(' · ');
  return (
    <div>
      <p>
        <strong>{titleOf(invitation, language)}</strong>
      </p>
      <p className={css.facts}>
        <time dateTime={invitation.starts_at}>
          {span(invitation.starts_at, invitation.ends_at, language)}
        </time>
        <span>{t('asked.text', { host: organizationName(host, language), role: t(`role.${role}`) })}</span>
        {organization ? (
          <span>{t('asked.for', { name: organizationName(organization, language) })}</span>
        ) : null}
        {names ? <span>{t('at_lists', { names })}</span> : null}
      </p>
      <p className={css.quiet}>{t(`may.${role}`)}</p>
    </div>
  );
}

export function Answer({ busy, onAnswer }: { busy: boolean; onAnswer: (accepts: boolean) => void }) {
  const { t } = useTranslation('hosting');
  return (
    <div className={css.acts}>
      <Button type="primary" disabled={busy} onClick={() => onAnswer(true)}>
        {t('asked.accept')}
      </Button>
      <Button disabled={busy} onClick={() => onAnswer(false)}>
        {t('asked.decline')}
      </Button>
    </div>
  );
}
