import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EventDetailOutput, Mailing } from '@/api';
import {
  eventsMailingsDestroyMutation,
  eventsMailingsRetrieveQueryKey,
  eventsMailingsUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import css from './guests.module.css';
import { MailPreview } from './MailPreview';
import { isWritten, WORDS, type Words } from './mailWords';
import type { GuestFilters } from './search';
import { ToWhom } from './ToWhom';
import { WordsFields } from './WordsFields';

const route = getRouteApi('/_app/org/events/$id_/mails/$mailing');

interface MailDraftProps {
  event: EventDetailOutput;
  mailing: Mailing;
}

const wordsOf = (mailing: Mailing) => Object.fromEntries(WORDS.map((name) => [name, mailing[name]])) as Words;

/** To whom, and what; then it is looked at as guests will read it. */
export function MailDraft({ event, mailing }: MailDraftProps) {
  const { t } = useTranslation(['guests', 'common']);
  const [form] = Form.useForm<Words>();
  const [filters, setFilters] = useState<GuestFilters>(mailing.filters);
  const [changed, setChanged] = useState(false);
  const queryClient = useQueryClient();
  const path = { event_id: event.id, mailing_id: mailing.id };
  const { onSuccess: tell } = useTold()(t('common:form.saved'));
  const save = useMutation({
    ...eventsMailingsUpdateMutation(),
    onSuccess: (answer) => {
      queryClient.setQueryData(eventsMailingsRetrieveQueryKey({ path }), answer);
      tell();
    },
  });
  return (
    <div className={css.mail}>
      <section className={css.panel} aria-labelledby="mail-words">
        <h2 id="mail-words">{t('guests:mails.words')}</h2>
        <ToWhom
          event={event}
          filters={filters}
          onChange={(next) => {
            setFilters(next);
            setChanged(true);
          }}
        />
        <Form
          form={form}
          layout="vertical"
          initialValues={wordsOf(mailing)}
          onValuesChange={() => setChanged(true)}
          onFinish={(words) => save.mutate({ path, body: { edition: mailing.edition, filters, ...words } })}
        >
          <FormErrors form={form} error={save.error} />
          <WordsFields form={form} onChanged={() => setChanged(true)} />
          <div className={css.acts}>
            <Button htmlType="submit" type={changed ? 'primary' : 'default'} loading={save.isPending}>
              {t('common:form.save')}
            </Button>
            <Throw path={path} />
          </div>
        </Form>
      </section>
      {changed || !isWritten(wordsOf(mailing)) ? (
        <p className={css.quiet}>{t('guests:mails.save_first')}</p>
      ) : (
        <MailPreview event={event} mailing={mailing} />
      )}
    </div>
  );
}

function Throw({ path }: { path: { event_id: string; mailing_id: string } }) {
  const { t } = useTranslation(['guests', 'common']);
  const confirm = useConfirm();
  const navigate = route.useNavigate();
  const { onSuccess: readAgain, onError } = useTold()('');
  const remove = useMutation({
    ...eventsMailingsDestroyMutation(),
    // First away from its own page, which is no more.
    onSuccess: () => navigate({ to: '/org/events/$id/mails', params: { id: path.event_id } }).then(readAgain),
    onError,
  });
  const ask = () =>
    confirm({
      title: t('guests:mails.remove_ask'),
      ok: t('common:form.delete'),
      act: () => remove.mutateAsync({ path }),
    });
  return <Button onClick={ask}>{t('guests:mails.remove')}</Button>;
}
