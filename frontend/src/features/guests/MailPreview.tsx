import { useMutation, useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, Mailing, MailingPreview } from '@/api';
import {
  eventsMailingsPreviewOptions,
  eventsMailingsReleaseMutation,
  eventsMailingsTestMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { Loaded } from '@/shared/states/Loaded';
import css from './guests.module.css';
import { useGuestWords } from './useGuestWords';

interface MailPreviewProps {
  event: EventDetailOutput;
  mailing: Mailing;
}

/** How many it goes to, what they will read, a try on oneself, and the sending. */
export function MailPreview({ event, mailing }: MailPreviewProps) {
  const { t } = useTranslation('guests');
  const path = { event_id: event.id, mailing_id: mailing.id };
  const preview = useQuery({ ...eventsMailingsPreviewOptions({ path }), staleTime: 0 });
  return (
    <section className={css.panel} aria-labelledby="mail-preview">
      <h2 id="mail-preview">{t('mails.preview')}</h2>
      <Loaded query={preview} height={240}>
        {({ reach, examples }) => (
          <>
            <Reach reach={reach} />
            {examples.map((example) => (
              <Example key={example.language} example={example} />
            ))}
            {reach.recipients > 0 ? (
              <Acts mailing={mailing} path={path} recipients={reach.recipients} />
            ) : null}
          </>
        )}
      </Loaded>
    </section>
  );
}

const LEFT_OUT = ['without_address', 'opted_out', 'given_back'] as const;

function Reach({ reach }: { reach: MailingPreview['reach'] }) {
  const { t } = useTranslation('guests');
  return (
    <>
      <p className={css.reach} role="status">
        {t('mails.recipients', { count: reach.recipients })}
      </p>
      {LEFT_OUT.filter((why) => reach[why] > 0).map((why) => (
        <p key={why} className={css.quiet}>
          {t(`mails.left_out.${why}`, { count: reach[why] })}
        </p>
      ))}
    </>
  );
}

function Example({ example }: { example: MailingPreview['examples'][number] }) {
  const { t } = useTranslation('guests');
  const words = useGuestWords();
  return (
    <div>
      <p className={css.quiet}>
        {t('mails.as_read_by', { name: example.name, language: words.language(example.language) })}
      </p>
      <div className={css.letter}>
        <strong>{example.subject}</strong>
        {`\n\n${example.body}`}
      </div>
    </div>
  );
}

interface ActsProps {
  mailing: Mailing;
  path: { event_id: string; mailing_id: string };
  recipients: number;
}

function Acts({ mailing, path, recipients }: ActsProps) {
  const { t } = useTranslation('guests');
  const { message } = App.useApp();
  const confirm = useConfirm();
  const told = useTold();
  const test = useMutation({
    ...eventsMailingsTestMutation(),
    onSuccess: ({ address }) => void message.success(t('mails.tested', { address })),
    onError: told('').onError,
  });
  const release = useMutation({ ...eventsMailingsReleaseMutation(), ...told(t('mails.released')) });
  const ask = () =>
    confirm({
      title: t('mails.release_ask', { count: recipients }),
      text: t('mails.release_text'),
      ok: t('mails.release'),
      danger: false,
      act: () => release.mutateAsync({ path, body: { edition: mailing.edition, recipients } }),
    });
  return (
    <div className={css.acts}>
      <Button loading={test.isPending} onClick={() => test.mutate({ path })}>
        {t('mails.test')}
      </Button>
      <Button type="primary" loading={release.isPending} onClick={ask}>
        {t('mails.release')}
      </Button>
    </div>
  );
}
