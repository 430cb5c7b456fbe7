import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Button, Form } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DecisionLetter } from '@/api';
import {
  eventsDecisionLettersRetrieveOptions,
  eventsDecisionLettersRetrieveQueryKey,
  eventsDecisionLettersUpdateMutation,
} from '@/api/@tanstack/react-query.gen';
import { useTold } from '@/app/acts';
import { FormErrors } from '@/shared/forms/FormErrors';
import { Loaded } from '@/shared/states/Loaded';
import { DeskFrame } from './DeskFrame';
import css from './guests.module.css';
import { OF_DECISIONS, WORDS, type Words } from './mailWords';
import { useGuestWords } from './useGuestWords';
import { WordsFields } from './WordsFields';

const route = getRouteApi('/_app/org/events/$id_/letters');
const KINDS = ['approved', 'refused'] as const;
type Kind = (typeof KINDS)[number];

/** What is written to who is approved and who is refused: the street's words, or the host's own. */
export function LettersPage() {
  const { t } = useTranslation('guests');
  const { id } = route.useParams();
  return (
    <DeskFrame id={id} title={t('letters.title')}>
      {() => (
        <div className={css.mail}>
          <p className={css.quiet}>{t('letters.text')}</p>
          {KINDS.map((kind) => (
            <Letter key={kind} event={id} kind={kind} />
          ))}
        </div>
      )}
    </DeskFrame>
  );
}

function Letter({ event, kind }: { event: string; kind: Kind }) {
  const { t } = useTranslation('guests');
  const query = useQuery(eventsDecisionLettersRetrieveOptions({ path: { event_id: event, kind } }));
  return (
    <section className={css.panel} aria-labelledby={`letter-${kind}`}>
      <h2 id={`letter-${kind}`}>{t(`letters.${kind}`)}</h2>
      <Loaded query={query} height={420}>
        {(letter) => <Written event={event} kind={kind} letter={letter} />}
      </Loaded>
    </section>
  );
}

interface WrittenProps {
  event: string;
  kind: Kind;
  letter: DecisionLetter;
}

function Written({ event, kind, letter }: WrittenProps) {
  const { t } = useTranslation(['guests', 'common']);
  const [form] = Form.useForm<Words>();
  const queryClient = useQueryClient();
  const path = { event_id: event, kind };
  const { onSuccess: tell } = useTold()(t('common:form.saved'));
  const save = useMutation({
    ...eventsDecisionLettersUpdateMutation(),
    onSuccess: (written) => {
      queryClient.setQueryData(eventsDecisionLettersRetrieveQueryKey({ path }), written);
      tell();
    },
  });
  const initial = Object.fromEntries(WORDS.map((name) => [name, letter[name]])) as Words;
  return (
    <>
      <Form
        form={form}
        name={kind}
        layout="vertical"
        initialValues={initial}
        onFinish={(body) => save.mutate({ path, body })}
      >
        <FormErrors form={form} error={save.error} />
        <WordsFields form={form} placeholders={OF_DECISIONS} onChanged={() => undefined} />
        <Button htmlType="submit" loading={save.isPending}>
          {t('guests:letters.save')}
        </Button>
      </Form>
      <Examples letter={letter} />
    </>
  );
}

/** As it is read now, with nobody's links. */
function Examples({ letter }: { letter: DecisionLetter }) {
  const { t } = useTranslation('guests');
  const words = useGuestWords();
  return (
    <details className={css.examples}>
      <summary>{t('letters.examples')}</summary>
      {letter.examples.map((example, place) => (
        // One for each language of guests, in one order; two of them may read the same letter.
        // biome-ignore lint/suspicious/noArrayIndexKey: the order never changes
        <div key={place}>
          <p className={css.quiet}>{words.language(example.language)}</p>
          <div className={css.letter}>
            <strong>{example.subject}</strong>
            {`\n\n${example.body}`}
          </div>
        </div>
      ))}
    </details>
  );
}
