import { useTranslation } from 'react-i18next';
import type { ReportFiguresOutput } from '@/api';
import { formatPercent } from '@/shared/format';
import { titleOf } from '@/shared/names';
import { FigureTable } from './FigureTable';
import { shareOf } from './figures';

/** What the audience did, by line, and how each poll ended. */
export function InTheRoom({ room: { lines, polls } }: { room: NonNullable<ReportFiguresOutput['room']> }) {
  const { t, i18n } = useTranslation('report');
  const head = [t('room.line'), t('room.questions'), t('room.answered'), t('room.reactions')];
  const rows = lines.map((line) => [
    titleOf(line, i18n.language) || t('room.otherwise'),
    ...[line.questions, line.answered, line.reactions],
  ]);
  return (
    <>
      {rows.length > 0 ? <FigureTable id="room" title={t('room.title')} head={head} rows={rows} /> : null}
      {polls.map(({ text, voters, choices }, index) => (
        <FigureTable
          // biome-ignore lint/suspicious/noArrayIndexKey: two polls may ask the same, and their order stays
          key={index}
          id={`poll-${index}`}
          title={t('room.poll', { text, count: voters })}
          head={[t('room.choice'), t('room.votes'), t('room.share')]}
          rows={choices.map((one) => [
            one.text,
            one.votes,
            voters ? formatPercent(shareOf(one.votes, voters), i18n.language, 1) : '–',
          ])}
        />
      ))}
    </>
  );
}
