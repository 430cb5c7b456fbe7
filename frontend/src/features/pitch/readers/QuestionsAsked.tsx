import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { HandedQuestionOutput } from '@/api';
import {
  pitchQuestionAnswerMutation,
  pitchQuestionsListOptions,
  pitchQuestionsListQueryKey,
} from '@/api/@tanstack/react-query.gen';
import { toApiError } from '@/shared/apiError';
import { titleOf } from '@/shared/names';
import { Loaded } from '@/shared/states/Loaded';
import css from '../pitch.module.css';

const LONGEST = 1000;

/** What an evening had no time for: the company answers in writing, and the room reads it. */
export function QuestionsAsked({ pitch }: { pitch: string }) {
  const { t } = useTranslation('interest');
  const query = useQuery(pitchQuestionsListOptions({ path: { pitch_id: pitch }, query: { page_size: 100 } }));
  return (
    <section className={css.panel} aria-labelledby="asked">
      <h2 id="asked">{t('asked.title')}</h2>
      <Loaded query={query} height={120}>
        {({ results }) =>
          results.length === 0 ? (
            <p className={css.quiet}>{t('asked.empty')}</p>
          ) : (
            <ul className={css.shown}>
              {results.map((one) => (
                <Asked key={one.id} pitch={pitch} question={one} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </section>
  );
}

function Asked({ pitch, question }: { pitch: string; question: HandedQuestionOutput }) {
  const { t, i18n } = useTranslation(['interest', 'common']);
  const [isOpen, setIsOpen] = useState(question.state === 'deferred');
  const [text, setText] = useState(question.answer);
  const field = useId();
  const client = useQueryClient();
  const path = { pitch_id: pitch, question_id: question.id };
  const answer = useMutation({
    ...pitchQuestionAnswerMutation(),
    onSuccess: () => {
      setIsOpen(false);
      void client.invalidateQueries({ queryKey: pitchQuestionsListQueryKey({ path: { pitch_id: pitch } }) });
    },
  });
  const refusal = answer.error ? toApiError(answer.error).detail || t('common:error.unknown') : '';
  return (
    <li>
      <p>
        <strong>{question.text}</strong>
      </p>
      <p className={css.quiet}>
        {[
          question.name || t('interest:asked.nobody'),
          titleOf({ title: question.event_title, title_en: question.event_title_en }, i18n.language),
          t('interest:asked.votes', { count: question.votes }),
        ].join(' · ')}
      </p>
      {isOpen ? (
        <form
          onSubmit={(press) => {
            press.preventDefault();
            answer.mutate({ path, body: { answer: text } });
          }}
        >
          <label htmlFor={field}>{t('interest:asked.answer')}</label>
          <Input.TextArea
            id={field}
            value={text}
            maxLength={LONGEST}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={({ target }) => setText(target.value)}
          />
          <p role="alert">{refusal}</p>
          <Button type="primary" htmlType="submit" loading={answer.isPending} disabled={!text.trim()}>
            {t('interest:asked.do')}
          </Button>
        </form>
      ) : (
        <>
          <p>
            {t('interest:asked.done')}: {question.answer || text}
          </p>
          <Button onClick={() => setIsOpen(true)}>{t('interest:asked.change')}</Button>
        </>
      )}
    </li>
  );
}
