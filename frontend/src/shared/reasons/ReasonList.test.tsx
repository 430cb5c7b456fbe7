import { render, screen, within } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { loadEnglish } from '@/test/messages';
import { ReasonList } from './ReasonList';

beforeAll(loadEnglish);

test('a failed condition is said in words, and reasons stand by weight with their evidence', () => {
  render(
    <ReasonList
      gates={[{ code: 'stage', label: 'Stage', state: 'failed', evidence: 'seed is not in the thesis' }]}
      reasons={[
        { code: 'place', label: 'Place', contribution: 1, evidence: 'both in Shenzhen' },
        { code: 'likeness', label: 'Unlike the others', contribution: -2 },
        { code: 'sector', label: 'Sector', contribution: 3 },
      ]}
    />,
  );
  expect(screen.getByRole('list', { name: 'Hard conditions' })).toHaveTextContent(
    'Not met: Stage seed is not in the thesis',
  );
  const rows = within(screen.getByRole('list', { name: 'Reasons' })).getAllByRole('listitem');
  expect(rows.map((row) => row.textContent)).toEqual([
    'Sector75% of what speaks for it75%',
    'Place25% of what speaks for it25%both in Shenzhen',
  ]);
  expect(screen.getByRole('list', { name: 'Speaks against it' })).toHaveTextContent(
    /^Unlike the othersSpeaks against it$/,
  );
});
