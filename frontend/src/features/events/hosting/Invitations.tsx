import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import {
  helperInvitationsAnswerMutation,
  helperInvitationsListOptions,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import css from '../events.module.css';
import { Answer, Asked } from './Asked';

/** What the viewer, or an organization they administer, is asked to help with. */
export function Invitations() {
  const { t } = useTranslation('hosting');
  const query = useQuery(helperInvitationsListOptions());
  const told = useTold();
  const answer = useMutation({
    ...helperInvitationsAnswerMutation(),
    onError: told('').onError,
    onSuccess: (_, { body }) => told(t(body.accepts ? 'asked.accepted' : 'asked.declined')).onSuccess(),
  });
  if (!query.data?.results.length) return null;
  return (
    <section className={css.panel} aria-labelledby="asked">
      <h2 id="asked">{t('asked.title')}</h2>
      <ul className={css.helpers}>
        {query.data.results.map((invitation) => (
          <li key={invitation.id}>
            <Asked invitation={invitation} />
            <Answer
              busy={answer.isPending}
              onAnswer={(accepts) => answer.mutate({ path: { helper_id: invitation.id }, body: { accepts } })}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
