import { render, screen } from '@testing-library/react';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { AgendaChange } from '@/api';
import agenda from '../../../locales/en/agenda.json';
import { loadEnglish } from '../../../test/messages';
import { ChangeList } from './ChangeList';

beforeAll(async () => {
  await loadEnglish();
  i18next.addResourceBundle('en', 'agenda', agenda);
});

const change = (said: Partial<AgendaChange>): AgendaChange => ({
  kind: 'added',
  line: 'a',
  line_kind: 'talk',
  title: 'Opening',
  title_en: '',
  speaker: '',
  room: '',
  starts_at: '2026-03-05T06:30:00Z',
  was_at: null,
  fields_changed: [],
  ...said,
});

test('each line says what became of it, when it begins, and when it was to begin', () => {
  const earlier = { was_at: '2026-03-05T06:00:00Z' };
  render(
    <ChangeList
      changes={[
        change({ room: 'Hall 2' }),
        change({ kind: 'moved', line: 'b', ...earlier, fields_changed: ['starts_at', 'speaker'] }),
        change({ kind: 'changed', line: 'c', was_at: '2026-03-05T06:30:00Z', fields_changed: ['title'] }),
        change({ kind: 'removed', line: 'd', starts_at: null, ...earlier }),
      ]}
    />,
  );
  const lines = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
  expect(lines).toEqual([
    'New Opening 14:30Hall 2',
    'Moved Opening 14:00 → 14:30Speakers',
    'Changed Opening 14:30Title',
    'Cancelled Opening 14:00',
  ]);
});
