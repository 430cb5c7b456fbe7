import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ticketsAnswersRetrieveOptions } from '@/api/@tanstack/react-query.gen';
import { labelOf } from '@/shared/asking';
import { Facts, fact } from '@/shared/Facts';
import { LoadingState } from '@/shared/states/LoadingState';
import css from '../events.module.css';
import { useSaid } from './useSaid';

// Fields weigh more than the rest of the page, and most tickets have nothing to fill in.
const AnswersForm = lazy(() => import('./AnswersForm').then((found) => ({ default: found.AnswersForm })));

/** What the host asked and what was said; what was not answered yet is asked here. */
export function TicketAnswers({ secret }: { secret: string }) {
  const { t, i18n } = useTranslation('events');
  const [edits, setEdits] = useState(false);
  const form = useQuery(ticketsAnswersRetrieveOptions({ path: { secret } }));
  const said = useSaid();
  if (!form.data || form.data.questions.length + form.data.answers.length === 0) return null;
  const { questions, answers, can_change, can_answer } = form.data;
  const isOpen = questions.some(({ id }) => !answers.some(({ question }) => question === id));
  const asks = can_answer && (edits || (isOpen && answers.length === 0));
  return (
    <section className={css.panel} aria-labelledby="answers" id="answers-of-ticket">
      <h2 id="answers">{t('asking.answers')}</h2>
      {asks ? (
        <Suspense fallback={<LoadingState height={240} />}>
          <AnswersForm secret={secret} form={form.data} onDone={() => setEdits(false)} />
        </Suspense>
      ) : (
        <>
          <Facts
            facts={answers.map((answer) => fact(labelOf(answer, i18n.language), said(answer, questions)))}
          />
          {can_change || (can_answer && isOpen) ? (
            <Button onClick={() => setEdits(true)}>
              {t(isOpen ? 'asking.answer_more' : 'asking.change')}
            </Button>
          ) : null}
        </>
      )}
    </section>
  );
}
