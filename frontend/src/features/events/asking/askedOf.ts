import type { Question } from '@/api';
import type { EventDetail } from '../words';
import { type Filled, sentAnswers } from './shown';

/** What whoever registers is asked; the host's page knows what comes after that as well. */
export const askedAtOnce = (event: Pick<EventDetail, 'questions'>): Question[] =>
  event.questions.filter(({ phase }) => phase === 'registering');

/** The part of a registration that the host asked for. */
export const askedBody = (event: Pick<EventDetail, 'questions' | 'consent'>, filled: Filled | undefined) => ({
  answers: sentAnswers(askedAtOnce(event), filled),
  event_consent: event.consent?.id ?? null,
});
