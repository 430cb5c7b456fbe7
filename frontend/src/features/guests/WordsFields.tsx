import { Button, Form, type FormInstance, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import css from './guests.module.css';
import { PLACEHOLDERS, type Placeholder, type Words, WRITTEN, type Written } from './mailWords';

interface WordsFieldsProps {
  form: FormInstance<Words>;
  /** What may stand in braces. */
  placeholders?: readonly Placeholder[];
  onChanged: () => void;
}

/** Subject and text in each language. One is enough: guests of the others read it in the nearest there is. */
export function WordsFields({ form, placeholders = PLACEHOLDERS, onChanged }: WordsFieldsProps) {
  const { t } = useTranslation('guests');
  return (
    <>
      {placeholders === PLACEHOLDERS ? <p className={css.quiet}>{t('mails.languages')}</p> : null}
      <div className={css.words}>
        {WRITTEN.map((language) => (
          <Language
            key={language}
            form={form}
            language={language}
            placeholders={placeholders}
            onChanged={onChanged}
          />
        ))}
      </div>
    </>
  );
}

type LanguageProps = Required<WordsFieldsProps> & { language: Written };

function Language({ form, language, placeholders, onChanged }: LanguageProps) {
  const { t } = useTranslation('guests');
  const body = useRef<TextAreaRef>(null);
  const name = `body_${language}` as const;
  const insert = (placeholder: string) => {
    const area = body.current?.resizableTextArea?.textArea;
    const text = form.getFieldValue(name) ?? '';
    const [from, to] = [area?.selectionStart ?? text.length, area?.selectionEnd ?? text.length];
    form.setFieldValue(name, `${text.slice(0, from)}{${placeholder}}${text.slice(to)}`);
    onChanged();
    area?.focus();
  };
  return (
    <fieldset>
      <legend>{t(`mails.in_${language}`)}</legend>
      <Form.Item name={`subject_${language}`} label={t('mails.subject')}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item
        name={name}
        label={t('mails.body')}
        extra={<Placeholders known={placeholders} onChoose={insert} />}
      >
        <Input.TextArea ref={body} maxLength={5000} rows={10} />
      </Form.Item>
    </fieldset>
  );
}

interface PlaceholdersProps {
  known: readonly Placeholder[];
  onChoose: (placeholder: string) => void;
}

/** What is filled in for each guest, put where the cursor stands. */
function Placeholders({ known, onChoose }: PlaceholdersProps) {
  const { t } = useTranslation('guests');
  return (
    <span className={css.acts}>
      {known.map((one) => (
        <Button key={one} size="small" onClick={() => onChoose(one)}>
          {t(`mails.placeholder.${one}`)}
        </Button>
      ))}
    </span>
  );
}
