import { Form, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { Money } from '@/shared/Money';
import { Time } from '@/shared/Time';
import css from './events.module.css';
import type { Choice, Offered } from './offer';
import { isFree, kindName } from './words';

/** Which kind of ticket, where there is more than one; where the only one costs money or comes by a code, which and how much. */
export function KindChoice({ choice: { kinds, voucher } }: { choice: Choice }) {
  const { t, i18n } = useTranslation('events');
  const [only] = kinds;
  if (kinds.length < 2) {
    // With a code it may be another than the page names.
    return (
      <>
        {only && (voucher || !isFree(only)) ? (
          <p className={css.price}>
            {voucher ? `${kindName(only, i18n.language)} ·` : t('register.price')} <Price kind={only} />
          </p>
        ) : null}
        {only ? <ForWhom kind={only} /> : null}
        {only?.needs_approval ? <p className={css.quiet}>{t('register.needs_approval')}</p> : null}
      </>
    );
  }
  return (
    <Form.Item
      name="ticket_type"
      label={t('register.kind')}
      rules={[{ required: true, message: t('register.needed') }]}
    >
      <Radio.Group className={css.kinds ?? ''}>
        {kinds.map((kind) => (
          <Radio key={kind.id} value={kind.id} disabled={kind.sale !== 'open'}>
            {kindName(kind, i18n.language)} · <Price kind={kind} />
            {kind.needs_approval ? ` · ${t('register.by_approval')}` : null}
            <WhyNot kind={kind} />
            <ForWhom kind={kind} />
          </Radio>
        ))}
      </Radio.Group>
    </Form.Item>
  );
}

/** Who may have it, where not everybody may. */
function ForWhom({ kind }: { kind: Offered }) {
  const { t } = useTranslation('events');
  const rules = (['is_for_list', 'is_for_members', 'needs_standing'] as const).filter((rule) => kind[rule]);
  if (rules.length === 0) return null;
  return <span className={css.whyNot}>{rules.map((rule) => t(`admission.for_${rule}`)).join(' · ')}</span>;
}

/** What it costs, and what it would without the code. */
function Price({ kind }: { kind: Offered }) {
  const { t } = useTranslation('events');
  return (
    <>
      {isFree(kind) ? t('register.free') : <Money value={kind.price} />}
      {kind.was ? (
        <span className={css.was}>
          {t('register.instead_of')}{' '}
          <del>
            <Money value={kind.was} />
          </del>
        </span>
      ) : null}
    </>
  );
}

function WhyNot({ kind }: { kind: Offered }) {
  const { t } = useTranslation('events');
  if (kind.sale === 'open') return null;
  return (
    <span className={css.whyNot}>
      {t(`sale.${kind.sale}`)}
      {kind.sale === 'not_yet' && kind.sold_from ? (
        <>
          {' '}
          <Time value={kind.sold_from} as="datetime" />
        </>
      ) : null}
    </span>
  );
}
