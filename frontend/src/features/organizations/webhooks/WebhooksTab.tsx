import { useMutation, useQuery } from '@tanstack/react-query';
import { Alert, Button, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { webhooksCreateMutation, webhooksListOptions } from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { Loaded } from '@/shared/states/Loaded';
import css from '../organizations.module.css';
import type { Organization } from '../search';
import { Endpoint } from './Endpoint';
import { EndpointForm } from './EndpointForm';

/** Where an organization's own systems listen to what happens here. */
export function WebhooksTab({ organization }: { organization: Organization }) {
  const { t } = useTranslation('webhooks');
  const path = { organization_id: organization.id };
  const list = useQuery(webhooksListOptions({ path }));
  return (
    <Loaded query={list}>
      {({ results, kinds }) => (
        <>
          <p className={css.lead}>{t('lead')}</p>
          <Add path={path} kinds={kinds} startsOpen={results.length === 0} />
          {results.map((endpoint) => (
            <Endpoint key={endpoint.id} endpoint={endpoint} organization={organization.id} kinds={kinds} />
          ))}
        </>
      )}
    </Loaded>
  );
}

interface AddProps {
  path: { organization_id: string };
  kinds: string[];
  startsOpen: boolean;
}

function Add({ path, kinds, startsOpen }: AddProps) {
  const { t } = useTranslation('webhooks');
  const [isOpen, setOpen] = useState(startsOpen);
  const { onSuccess } = useTold()('');
  const create = useMutation({
    ...webhooksCreateMutation(),
    onSuccess: () => {
      setOpen(false);
      onSuccess();
    },
  });
  return (
    <section className={css.panel} aria-labelledby="webhook-add">
      <h2 id="webhook-add">{t('add.title')}</h2>
      {create.data ? <Secret secret={create.data.secret} /> : null}
      {isOpen ? (
        <EndpointForm
          kinds={kinds}
          initial={{ url: '', note: '', kinds }}
          busy={create.isPending}
          error={create.error}
          submit={t('add.do')}
          onSave={(body) => create.mutate({ path, body })}
        />
      ) : (
        <Button onClick={() => setOpen(true)}>{t('add.another')}</Button>
      )}
    </section>
  );
}

/** Shown this once. */
export function Secret({ secret }: { secret: string }) {
  const { t } = useTranslation('webhooks');
  return (
    <Alert
      type="success"
      className={css.notice ?? ''}
      title={t('secret.once')}
      description={
        <Typography.Text copyable className={css.link ?? ''}>
          {secret}
        </Typography.Text>
      }
    />
  );
}
