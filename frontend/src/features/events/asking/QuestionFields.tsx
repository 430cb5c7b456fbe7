import { Checkbox, Form, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Question } from '@/api';
import { type Filled, labelOf, shownQuestions } from '@/shared/asking';
import css from '../events.module.css';

type Path = (string | number)[];

interface QuestionFieldsProps {
  questions: readonly Question[];
  /** The line of a list in the form, by the list and its number. */
  within?: [string, number];
}

/** What the host asks, in a form, or a line of it, that has `answers`; a question appears once what it depends on is said. */
export function QuestionFields({ questions, within }: QuestionFieldsProps) {
  const filled = Form.useWatch<Filled | undefined>([...(within ?? []), 'answers']) ?? {};
  // Fields of a list are named from the list on.
  const path: Path = within ? [within[1], 'answers'] : ['answers'];
  return shownQuestions(questions, filled).map((question) => (
    <QuestionField key={question.id} question={question} path={path} />
  ));
}

function QuestionField({ question, path }: { question: Question; path: Path }) {
  const { t, i18n } = useTranslation('events');
  const { id, kind, is_required } = question;
  const label = labelOf(question, i18n.language);
  const isNumber = { pattern: /^\s*[+-]?\d+(\.\d+)?\s*$/, message: t('asking.a_number') };
  return (
    <Form.Item
      name={[...path, id]}
      label={is_required ? label : t('asking.optional', { label })}
      rules={[
        { required: is_required ?? false, message: t('register.needed') },
        ...(kind === 'number' ? [isNumber] : []),
      ]}
    >
      <Field question={question} />
    </Form.Item>
  );
}

/** Given its value and its change by the form item around it. */
function Field({ question, ...given }: { question: Question; id?: string }) {
  const { t, i18n } = useTranslation('events');
  const options = question.options.map((option) => ({
    value: option.label,
    label: labelOf(option, i18n.language),
  }));
  const yesOrNo = (['yes', 'no'] as const).map((value) => ({ value, label: t(`asking.${value}`) }));
  switch (question.kind) {
    case 'long_text':
      return <Input.TextArea {...given} rows={4} maxLength={2000} />;
    case 'choice':
      return <Radio.Group {...given} className={css.kinds ?? ''} options={options} />;
    case 'choices':
      return <Checkbox.Group {...given} className={css.kinds ?? ''} options={options} />;
    case 'yes_no':
      return <Radio.Group {...given} className={css.kinds ?? ''} options={yesOrNo} />;
    case 'number':
      return <Input {...given} size="large" inputMode="decimal" maxLength={20} />;
    case 'date':
      return <Input {...given} size="large" type="date" />;
    default:
      return <Input {...given} size="large" maxLength={200} />;
  }
}
