import type { Question } from '@/api';
import { type Filled, sentAnswers } from '@/shared/asking';
import type { EventDetail } from '../words';

/** What whoever registers is asked; the host's page knows what comes after that as well. */
export const askedAtOnce = (event: Pick<EventDetail, 'questions'>): Question[] =>
  event.questions.filter(({ phase }) => phase === 'registering');

/** Of them what each who comes along is asked as well. */
export const askedOfEach = (event: Pick<EventDetail, 'questions'>): Question[] =>
  askedAtOnce(event).filter(({ is_per_place }) => is_per_place);

/** The part of a registration that the host asked for. */
export const askedBody = (event: Pick<EventDetail, 'questions' | 'consent'>, filled: Filled | undefined) => ({
  answers: sentAnswers(askedAtOnce(event), filled),
  event_consent: event.consent?.id ?? null,
});
