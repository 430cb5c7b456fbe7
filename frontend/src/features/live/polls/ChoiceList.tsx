import { useTranslation } from 'react-i18next';
import { Icon } from '@/shared/icons';
import { type Choice, choicesOf, type Poll } from './polls';
import css from './polls.module.css';

interface ChoiceListProps {
  poll: Pick<Poll, 'kind' | 'choices' | 'voters' | 'right'> & { votes: readonly number[] | null };
  mine?: readonly number[];
}

/** The choices with their result, as far as it is told. */
export function ChoiceList({ poll, mine = [] }: ChoiceListProps) {
  return (
    <ul className={css.choices}>
      {choicesOf(poll).map((choice) => (
        <li
          key={choice.place}
          className={css.choice}
          data-right={choice.isRight ?? undefined}
          data-mine={mine.includes(choice.place) || undefined}
        >
          <Bar choice={choice} isMine={mine.includes(choice.place)} />
        </li>
      ))}
    </ul>
  );
}

/** One choice: its words, its number, and a bar as long as its share. */
export function Bar({ choice, isMine }: { choice: Choice; isMine: boolean }) {
  const { t } = useTranslation('polls');
  return (
    <>
      {choice.votes === null ? null : (
        <span className={css.bar} style={{ inlineSize: `${choice.share}%` }} aria-hidden="true" />
      )}
      <span className={css.words}>
        {choice.isRight ? (
          <span className={css.right}>
            <Icon name="check" /> {t('right')}
          </span>
        ) : null}
        <span className={css.text}>{choice.text}</span>
        {isMine ? <span className={css.mine}>{t('mine')}</span> : null}
      </span>
      {choice.votes === null ? null : (
        <span className={css.number}>{t('share', { share: choice.share, count: choice.votes })}</span>
      )}
    </>
  );
}
