import { Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Question } from '@/api';
import { type Filled, sentAnswers } from '@/shared/asking';
import { Money } from '@/shared/Money';
import { askedOfEach } from './asking/askedOf';
import { QuestionFields } from './asking/QuestionFields';
import css from './events.module.css';
import { type Offered, totalOf } from './offer';
import { type EventDetail, isFree } from './words';

export interface Along {
  name?: string;
  organization?: string;
  answers?: Filled;
}

interface CompanionsProps {
  event: EventDetail;
  kind: Offered | undefined;
  voucher: string;
}

/** Who comes along, where the kind lets several register at once: a name each, and what is asked of each. */
export function Companions({ event, kind, voucher }: CompanionsProps) {
  const { t } = useTranslation('events');
  if (!kind || kind.max_per_order < 2 || voucher) return null;
  const least = kind.min_per_order - 1;
  const most = kind.max_per_order - 1;
  return (
    <fieldset className={css.together} aria-describedby="along-text">
      <legend>{t('along.title')}</legend>
      <p id="along-text" className={css.quiet}>
        {t(least > 0 ? 'along.text_least' : 'along.text', { count: most, least })}
      </p>
      <Form.List name="companions">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <Line key={key} name={name} event={event} onRemove={() => remove(name)} />
            ))}
            <Button disabled={fields.length >= most} onClick={() => add({})}>
              {t('along.add')}
            </Button>
            <Total kind={kind} count={fields.length + 1} />
          </>
        )}
      </Form.List>
    </fieldset>
  );
}

/** What all of them cost together: one order, of whoever registers. */
function Total({ kind, count }: { kind: Offered; count: number }) {
  const { t } = useTranslation('events');
  if (isFree(kind) || count < 2) return null;
  return (
    <p role="status">
      {t('along.total', { count })} <Money value={totalOf(kind, count)} />
    </p>
  );
}

/** Who comes along where it is settled how many do. */
export function ComingAlong({ event, count }: Pick<LineProps, 'event'> & { count: number }) {
  const lines = Array.from({ length: count }, () => ({}));
  return (
    <Form.List name="companions" initialValue={lines}>
      {(fields) => fields.map(({ key, name }) => <Line key={key} name={name} event={event} />)}
    </Form.List>
  );
}

interface LineProps {
  name: number;
  event: Pick<EventDetail, 'questions'>;
  onRemove?: () => void;
}

function Line({ name, event, onRemove }: LineProps) {
  const { t } = useTranslation('events');
  const number = name + 1;
  return (
    <fieldset className={css.companion}>
      <legend>{t('along.number', { number })}</legend>
      <Form.Item
        name={[name, 'name']}
        label={t('register.name')}
        rules={[{ required: true, whitespace: true, message: t('register.needed') }]}
      >
        <Input size="large" autoComplete="off" maxLength={80} />
      </Form.Item>
      <Form.Item name={[name, 'organization']} label={t('along.organization')}>
        <Input size="large" autoComplete="off" maxLength={120} />
      </Form.Item>
      <QuestionFields questions={askedOfEach(event)} within={['companions', name]} />
      {onRemove ? (
        <Button aria-label={t('along.remove', { number })} onClick={onRemove}>
          {t('line.remove')}
        </Button>
      ) : null}
    </fieldset>
  );
}

/** What is sent of them; none where the chosen kind is for one alone. */
export function sentAlong(
  questions: readonly Question[],
  kind: Offered | undefined,
  voucher: string,
  along: readonly Along[] | undefined,
) {
  if (!kind || kind.max_per_order < 2 || voucher) return [];
  return alongBody(questions, along);
}

export const alongBody = (questions: readonly Question[], along: readonly Along[] | undefined) =>
  (along ?? []).map(({ name = '', organization = '', answers }) => ({
    name: name.trim(),
    organization: organization.trim(),
    answers: sentAnswers(questions, answers),
  }));
