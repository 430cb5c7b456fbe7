import { useMutation } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WebhookEndpoint } from '@/api';
import {
  webhooksDestroyMutation,
  webhooksRotateMutation,
  webhooksTrialMutation,
  webhooksUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useConfirm, useTold } from '@/app/acts';
import { StateBadge } from '@/shared/StateBadge';
import { Time } from '@/shared/Time';
import css from '../organizations.module.css';
import { EndpointForm } from './EndpointForm';
import { Log } from './Log';
import { Secret } from './WebhooksTab';
import { useKindNames } from './words';

interface EndpointProps {
  endpoint: WebhookEndpoint;
  organization: string;
  kinds: string[];
}

type Open = 'form' | 'log' | null;

/** One address: how it stands, what was sent there, and what can be done about it. */
export function Endpoint({ endpoint, organization, kinds }: EndpointProps) {
  const { t } = useTranslation(['webhooks', 'common']);
  const [open, setOpen] = useState<Open>(null);
  const path = { organization_id: organization, endpoint_id: endpoint.id };
  const { url, note, kinds: chosen, state } = endpoint;
  const told = useTold();
  const update = useMutation({
    ...webhooksUpdateMutation(),
    onSuccess: () => {
      setOpen(null);
      told(t('common:form.saved')).onSuccess();
    },
  });
  const rotate = useMutation({ ...webhooksRotateMutation(), ...told('') });
  const toggle = (part: Open) => setOpen(open === part ? null : part);
  return (
    <section className={css.panel} aria-label={url}>
      <Head endpoint={endpoint} />
      {rotate.data ? <Secret secret={rotate.data.secret} /> : null}
      <div className={css.acts}>
        {state === 'active' ? <Trial path={path} onSent={() => setOpen('log')} /> : null}
        <Button aria-expanded={open === 'log'} onClick={() => toggle('log')}>
          {t('webhooks:log.title')}
        </Button>
        <Button aria-expanded={open === 'form'} onClick={() => toggle('form')}>
          {t('webhooks:edit')}
        </Button>
        <Button
          loading={update.isPending}
          onClick={() =>
            update.mutate({ path, body: { url, note, kinds: chosen, is_active: state !== 'active' } })
          }
        >
          {t(state === 'active' ? 'webhooks:pause' : 'webhooks:resume')}
        </Button>
        <Rotate onRotate={() => rotate.mutateAsync({ path })} />
        <Remove path={path} url={url} />
      </div>
      {open === 'form' ? (
        <EndpointForm
          kinds={kinds}
          initial={{ url, note, kinds: chosen }}
          busy={update.isPending}
          error={update.error}
          submit={t('common:form.save')}
          onSave={(body) => update.mutate({ path, body: { ...body, is_active: state === 'active' } })}
        />
      ) : null}
      {open === 'log' ? <Log path={path} isActive={state === 'active'} /> : null}
    </section>
  );
}

function Head({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { t } = useTranslation('webhooks');
  const nameOf = useKindNames();
  const { url, note, state, failing_since, old_secret_until } = endpoint;
  const tone = state === 'active' ? 'ok' : state === 'disabled' ? 'attention' : 'plain';
  return (
    <>
      <h2 className={css.link}>{url}</h2>
      <p className={css.lead}>
        <StateBadge tone={tone} label={t(`state.${state}`)} /> {note} {endpoint.kinds.map(nameOf).join(' · ')}
      </p>
      {failing_since ? (
        <p role="status">
          {t('failing')} <Time value={failing_since} as="datetime" />
        </p>
      ) : null}
      {old_secret_until && Date.parse(old_secret_until) > Date.now() ? (
        <p>
          {t('secret.old_until')} <Time value={old_secret_until} as="datetime" />
        </p>
      ) : null}
    </>
  );
}

interface ActProps {
  path: { organization_id: string; endpoint_id: string };
}

function Trial({ path, onSent }: ActProps & { onSent: () => void }) {
  const { t } = useTranslation('webhooks');
  const { onSuccess, onError } = useTold()(t('trial.sent'));
  const trial = useMutation({
    ...webhooksTrialMutation(),
    onSuccess: () => {
      onSuccess();
      onSent();
    },
    onError,
  });
  return (
    <Button loading={trial.isPending} onClick={() => trial.mutate({ path })}>
      {t('trial.do')}
    </Button>
  );
}

function Rotate({ onRotate }: { onRotate: () => Promise<unknown> }) {
  const { t } = useTranslation('webhooks');
  const confirm = useConfirm();
  const ask = () =>
    confirm({
      title: t('secret.rotate_ask'),
      text: t('secret.rotate_text'),
      ok: t('secret.rotate'),
      danger: false,
      act: onRotate,
    });
  return <Button onClick={ask}>{t('secret.rotate')}</Button>;
}

function Remove({ path, url }: ActProps & { url: string }) {
  const { t } = useTranslation('webhooks');
  const confirm = useConfirm();
  const remove = useMutation({ ...webhooksDestroyMutation(), ...useTold()(t('remove.done')) });
  const ask = () =>
    confirm({
      title: t('remove.ask', { url }),
      text: t('remove.text'),
      ok: t('remove.do'),
      act: () => remove.mutateAsync({ path }),
    });
  return (
    <Button danger onClick={ask}>
      {t('remove.do')}
    </Button>
  );
}
