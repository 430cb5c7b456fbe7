import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { eventsReplayRetrieveQueryKey, eventsReplayUpdateMutation } from '@/api/@tanstack/react-query.gen';
import { useRefusalText } from '@/shared/useRefusalText';
import live from '../live.module.css';
import { type Replay, recordingStart } from './replay';
import css from './replay.module.css';

/** For the host: where the recording is, how it lies beside the evening, and whether others may watch. */
export function ReplayForm({ event, replay }: { event: string; replay: Replay }) {
  const { t } = useTranslation(['replay', 'common']);
  const queryClient = useQueryClient();
  const textOf = useRefusalText();
  const [address, setAddress] = useState(replay.recording_url);
  // How many seconds after the evening went on the film begins; below zero it ran before.
  const [shift, setShift] = useState(String(Math.round(recordingStart(replay) / 1000)));
  const [isOpen, setIsOpen] = useState(replay.is_open);
  const ids = { address: useId(), shift: useId() };
  const save = useMutation({
    ...eventsReplayUpdateMutation(),
    onSuccess: (read) =>
      queryClient.setQueryData(eventsReplayRetrieveQueryKey({ path: { event_id: event } }), read),
  });
  const submit = (press: FormEvent) => {
    press.preventDefault();
    const began = new Date(Date.parse(replay.began_at) + (Number(shift) || 0) * 1000).toISOString();
    save.mutate({
      path: { event_id: event },
      body: {
        recording_url: address.trim(),
        recording_began_at: address.trim() ? began : null,
        is_open: isOpen,
      },
    });
  };
  return (
    <form className={`${live.panel} ${css.form}`} onSubmit={submit} aria-label={t('replay:form.title')}>
      <h2>{t('replay:form.title')}</h2>
      <p className={live.quiet}>{t('replay:form.text')}</p>
      <label htmlFor={ids.address}>{t('replay:form.address')}</label>
      <Input
        id={ids.address}
        type="url"
        value={address}
        placeholder="https://"
        onChange={({ target }) => setAddress(target.value)}
      />
      <label htmlFor={ids.shift}>{t('replay:form.shift')}</label>
      <Input
        id={ids.shift}
        inputMode="numeric"
        value={shift}
        disabled={!address.trim()}
        onChange={({ target }) => setShift(target.value)}
      />
      <Checkbox checked={isOpen} onChange={({ target }) => setIsOpen(target.checked)}>
        {t('replay:form.open')}
      </Checkbox>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('common:form.save')}
      </Button>
      <p role="status">{save.isSuccess ? t('common:form.saved') : ''}</p>
      <p role="alert" className={css.refusal}>
        {save.error ? textOf(save.error) : ''}
      </p>
    </form>
  );
}
